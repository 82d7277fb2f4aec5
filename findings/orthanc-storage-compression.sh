#!/usr/bin/env bash
# Orthanc 1.10.1 (Debian 12, package orthanc) with "StorageCompression": true, the file of one instance in its storage.
# Expected: a file that a common tool opens: DICOM, or zlib or gzip (RFC 1950, 1952) as "compression" suggests.
# Seen:     eight bytes with the length of the instance, little endian, and behind them a zlib stream. file(1)'s,
#           gzip's and DICOM's marks are all missing, so that readers call it no DICOM file, and a copy of such a
#           storage directory looks as if it had no image. Orthanc 1.12.7 (Debian 13) writes the same.
# Users:    dcmbulk counted such files as not-dicom without a word, and a whole storage ended with exit 0. It now
#           recognises them and warns as for archives (Containers and its test): export the studies from Orthanc.
# Source:   seen here; OrthancFramework/Sources/Compression/ZlibCompressor.cpp.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs Orthanc, dcmtk, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail
for program in Orthanc dump2dcm dcmftest curl python3; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >orthanc.json <<EOF
{"StorageDirectory": "$dir/store", "IndexDirectory": "$dir/index", "HttpPort": $port, "DicomServerEnabled": false,
 "RemoteAccessAllowed": false, "AuthenticationEnabled": false, "StorageCompression": true}
EOF
Orthanc orthanc.json >orthanc.log 2>&1 &
pid=$!
url=http://127.0.0.1:$port
for _ in $(seq 240); do
  curl -sf -o system.json "$url/system" && break
  kill -0 "$pid" 2>/dev/null || { cat orthanc.log; exit 2; }
  sleep 0.5
done
printf '%s\n' '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.66]' '(0008,0018) UI [2.25.7751]' '(0010,0020) LO [TRIAL]' \
  '(0020,000d) UI [2.25.7752]' '(0020,000e) UI [2.25.7753]' >instance.txt
dump2dcm -q +te instance.txt instance.dcm
curl -sf -o stored.json --data-binary @instance.dcm "$url/instances" || { cat orthanc.log; exit 2; }

python3 - "$dir" <<'PYTHON'
import json, pathlib, subprocess, sys, zlib

home = pathlib.Path(sys.argv[1])
instance = (home / "instance.dcm").read_bytes()
print("Orthanc", json.loads((home / "system.json").read_text())["Version"])
found = 0
for path in (home / "store").rglob("*"):
    content = path.read_bytes() if path.is_file() else b""
    if int.from_bytes(content[:8], "little") == len(instance) and zlib.decompress(content[8:]) == instance:
        verdict = subprocess.run(["dcmftest", path], capture_output=True, text=True).stdout.split(":")[0]
        print(f"8 bytes with the length {len(instance)}, then zlib: {content[8:10].hex()}; dcmftest: {verdict}")
        found += verdict == "no"
sys.exit(0 if found == 1 else 1)
PYTHON
