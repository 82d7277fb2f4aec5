#!/usr/bin/env bash
# What GDCM writes behind the data set in the Deflated Explicit VR Little Endian transfer syntax.
#
# Expected: a raw deflate stream (RFC 1951) and at most one NUL to make its length even (PS3.5 A.5).
# Seen: gdcmconv --deflated adds eight bytes behind it: the CRC-32 and the length of the inflated data set, which is the
#   trailer of a gzip file (RFC 1952) without its header.
# Why it matters: a check that bytes behind the stream are junk would warn of every file that GDCM deflated. dcmbulk knows
#   this trailer by its length field and is silent about it.
# Versions: GDCM 3.0.21, DCMTK 3.6.7 (Debian 12: libgdcm-tools, dcmtk).
#   GDCM 3.0.24 (Debian 13) does not deflate: with --deflated it exits with 0 and writes Implicit VR Little Endian.
# Exit 0 if this is still so, 1 if something changed, 77 if a program is missing.
set -euo pipefail
{ command -v gdcmconv && command -v dump2dcm && command -v python3; } >/dev/null 2>&1 || { echo 'skipped: needs libgdcm-tools, dcmtk and python3'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '%s\n' '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.7]' '(0008,0018) UI [2.25.7711]' '(0008,0060) CS [OT]' \
  '(0020,000d) UI [2.25.7712]' '(0020,000e) UI [2.25.7713]' '(0028,0002) US 1' '(0028,0004) CS [MONOCHROME2]' \
  '(0028,0010) US 4' '(0028,0011) US 4' '(0028,0100) US 8' '(0028,0101) US 8' '(0028,0102) US 7' '(0028,0103) US 0' \
  '(7fe0,0010) OB 00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f' >"$work/image.txt"
dump2dcm -q +te "$work/image.txt" "$work/image.dcm"
gdcmconv --deflated "$work/image.dcm" "$work/gdcm.dcm" 2>/dev/null
dcmconv +td "$work/image.dcm" "$work/dcmtk.dcm"

python3 - "$work/gdcm.dcm" "$work/dcmtk.dcm" <<'PYTHON'
import struct, sys, zlib

def behind(path):
    content = open(path, "rb").read()
    start = 144 + struct.unpack_from("<I", content, 140)[0]   # File Meta Information Group Length
    stream = zlib.decompressobj(-15)
    inflated = stream.decompress(content[start:])
    return inflated, stream.unused_data

inflated, gdcm = behind(sys.argv[1])
dcmtk = behind(sys.argv[2])[1]
gzip = struct.pack("<II", zlib.crc32(inflated), len(inflated))
print(f"behind GDCM's deflate stream: {gdcm.hex() or 'nothing'}")
print(f"CRC-32 and length of what it holds: {gzip.hex()}")
print(f"behind DCMTK's deflate stream: {dcmtk.hex() or 'nothing'}")
sys.exit(0 if gdcm == gzip and dcmtk.strip(b"\0") == b"" else 1)
PYTHON
