#!/usr/bin/env bash
# DCMTK 3.6.7 (Debian 12), findscu -Xs LIST, against Orthanc 1.10.1 with LimitFindResults 40 and 50 studies.
# Expected: a C-FIND whose final status is not Success makes findscu exit with another code than 0, or say so.
# Seen:     the server ends its 40 answers with status Cancel (FE00). findscu prints nothing, exits 0, and writes
#           a whole XML document with 40 studies. Only -v shows the status. findscu 3.6.9
#           (Debian 13) does the same with this server.
# Users:    `dcmbulk reconcile LIST` takes such XML, and nothing in it shows the cut. docs/sign-off.md now has -v and
#           the line to look for beside --expected.
# Source:   seen here; PS3.4 C.4.1.1.4 for the statuses.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs Orthanc, dcmtk, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail
for program in Orthanc findscu dump2dcm curl python3; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
http=$(port)
dicom=$(port)
cat >orthanc.json <<EOF
{"StorageDirectory": "$dir/store", "IndexDirectory": "$dir/store", "HttpPort": $http, "DicomPort": $dicom,
 "DicomAet": "ARCHIVE", "DicomAlwaysAllowFind": true, "RemoteAccessAllowed": false, "AuthenticationEnabled": false,
 "LimitFindResults": 40}
EOF
Orthanc orthanc.json >orthanc.log 2>&1 &
pid=$!
url=http://127.0.0.1:$http
for _ in $(seq 240); do
  curl -sf -o system.json "$url/system" && break
  kill -0 "$pid" 2>/dev/null || { cat orthanc.log; exit 2; }
  sleep 0.5
done
for number in $(seq 50); do
  printf '%s\n' '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.66]' "(0008,0018) UI [2.25.1$number]" \
    "(0010,0020) LO [TRIAL$number]" "(0020,000d) UI [2.25.2$number]" "(0020,000e) UI [2.25.3$number]" >study.txt
  dump2dcm -q +te study.txt study.dcm
  curl -sf -o stored.json --data-binary @study.dcm "$url/instances" || { cat orthanc.log; exit 2; }
done

find_studies() {
  findscu "$@" -S -aec ARCHIVE -k QueryRetrieveLevel=STUDY -k StudyInstanceUID -Xs list.xml 127.0.0.1 "$dicom"
}
exit=0
find_studies >said.txt 2>&1 || exit=$?
rows=$(python3 -c 'import sys, xml.etree.ElementTree as tree; print(len(tree.parse("list.xml").findall(".//data-set")))')
status=$(find_studies -v 2>&1 | sed -n 's/.*Final Find Response (\(.*\))/\1/p')
echo "findscu: exit $exit, $(wc -c <said.txt) bytes printed, $rows studies of 50 in the XML"
echo "with -v, the final status: $status"
[ "$exit $(wc -c <said.txt) $rows" = '0 0 40' ] && [[ $status == Cancel* ]]
