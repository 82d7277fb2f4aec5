#!/usr/bin/env bash
# What is left of an Extended Offset Table (7FE0,0001) when a valid JPEG image is decompressed.
#
# Expected: native pixel data without the table and its lengths (7FE0,0002), which only encapsulated pixel data in
#   fragments may have (PS3.3 C.7.6.3.1.8).
# Seen: dcmdjpeg and gdcmconv --raw leave both attributes in the file, though there are no fragments any more.
# Why it matters: decompressing is what one does with a file whose transfer syntax a service does not accept, and a strict
#   reader may refuse the result. dcmbulk compares a table with fragments only where there are fragments.
# Versions: DCMTK 3.6.7, GDCM 3.0.21, pydicom 2.3.1 to write the input (Debian 12: dcmtk, libgdcm-tools, python3-pydicom;
#   the same with Debian 13's).
# Exit 0 if this is still so, 1 if something changed, 77 if a program is missing.
set -euo pipefail
python=/usr/bin/python3
{ command -v dcmdjpeg && command -v gdcmconv && "$python" -c 'import pydicom'; } >/dev/null 2>&1 ||
  { echo 'skipped: needs dcmtk, libgdcm-tools and python3-pydicom'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

printf '%s\n' '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.7]' '(0008,0018) UI [2.25.7721]' '(0008,0060) CS [OT]' \
  '(0020,000d) UI [2.25.7722]' '(0020,000e) UI [2.25.7723]' '(0028,0002) US 1' '(0028,0004) CS [MONOCHROME2]' \
  '(0028,0010) US 4' '(0028,0011) US 4' '(0028,0100) US 8' '(0028,0101) US 8' '(0028,0102) US 7' '(0028,0103) US 0' \
  '(7fe0,0010) OB 00\01\02\03\04\05\06\07\08\09\0a\0b\0c\0d\0e\0f' >"$work/image.txt"
dump2dcm -q +te "$work/image.txt" "$work/image.dcm"
dcmcjpeg -ot "$work/image.dcm" "$work/jpeg.dcm"
"$python" - "$work/jpeg.dcm" "$work/table.dcm" <<'PYTHON'
import sys
import pydicom
from pydicom.encaps import encapsulate_extended, generate_pixel_data_frame

image = pydicom.dcmread(sys.argv[1])
frames = list(generate_pixel_data_frame(image.PixelData, 1))
image.PixelData, image.ExtendedOffsetTable, image.ExtendedOffsetTableLengths = encapsulate_extended(frames)
image["PixelData"].is_undefined_length = True
image.save_as(sys.argv[2])
PYTHON
dcmdjpeg "$work/table.dcm" "$work/dcmtk.dcm"
gdcmconv --raw "$work/table.dcm" "$work/gdcm.dcm"

changed=0
for program in dcmtk gdcm; do
  left=$(dcmdump "$work/$program.dcm" | grep -c '^(7fe0,000[12])' || true)
  fragments=$(dcmdump "$work/$program.dcm" | grep -c '^(7fe0,0010).*PixelSequence' || true)
  echo "$program: $left attributes of the offset table beside $([ "$fragments" = 0 ] && echo native || echo encapsulated) pixel data"
  [ "$left" = 2 ] && [ "$fragments" = 0 ] || changed=1
done
exit "$changed"
