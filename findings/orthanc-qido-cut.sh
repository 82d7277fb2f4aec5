#!/usr/bin/env bash
# Orthanc 1.10.1 with DICOMweb 1.7 (Debian 12, packages orthanc and orthanc-dicomweb), LimitFindResults 40, 50 studies.
# Expected: a QIDO-RS answer that leaves matches out has "Warning: 299" (PS3.18 §8.3.4.4), and the rest comes with
#           the next offset.
# Seen:     41 studies however they are paged, the last nine by no request; status 200, no Warning. An offset behind
#           the 41st gives 200 and [], as at the end of a list. Orthanc 1.12.7 (Debian 13) gives all 50 without
#           "limit" and 40 a page for a larger one, so that a short page is no end there; no Warning either.
# Users:    `dcmbulk reconcile --qido` continues until a page is empty, so that it reads all of 1.12.7's; what 1.10.1
#           keeps back no client can see. docs/sign-off.md says so: give the archive's own count with --expected.
# Source:   seen here; Orthanc's NEWS for LimitFindResults and 1.12.5.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs Orthanc with its DICOMweb plugin, dcmtk, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail
for program in Orthanc dump2dcm curl python3; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done
plugins=/usr/share/orthanc/plugins
[ -d "$plugins" ] || { echo 'skipped: needs orthanc-dicomweb'; exit 77; }

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >orthanc.json <<EOF
{"StorageDirectory": "$dir/store", "IndexDirectory": "$dir/store", "HttpPort": $port, "DicomServerEnabled": false,
 "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "LimitFindResults": 40,
 "Plugins": ["$plugins"], "DicomWeb": {"Enable": true}}
EOF
Orthanc orthanc.json >orthanc.log 2>&1 &
pid=$!
url=http://127.0.0.1:$port
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

python3 -c 'import json; print("Orthanc", json.load(open("system.json"))["Version"])'
seen=
for query in '' '?limit=100' '?limit=30' '?limit=30&offset=30' '?limit=30&offset=41'; do
  status=$(curl -s -D headers.txt -o page.json -w '%{http_code}' -H 'Accept: application/dicom+json' \
    "$url/dicom-web/studies$query")
  rows=$(python3 -c 'import json; print(len(json.load(open("page.json"))))')
  warnings=$(grep -ci '^warning:' headers.txt || true)
  echo "studies$query: $status, $rows studies, $warnings warnings"
  seen+="$status $rows $warnings;"
done
[ "$seen" = '200 41 0;200 41 0;200 30 0;200 11 0;200 0 0;' ]
