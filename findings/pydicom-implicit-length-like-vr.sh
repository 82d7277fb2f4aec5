#!/usr/bin/env bash
# A valid Implicit VR Little Endian file whose first element has a length with the low bytes "TM".
#
# Expected: a reader reads it as its transfer syntax says (PS3.5 A.1): every attribute is there.
# Seen: pydicom looks at the two bytes where an explicit element has its VR. They are capitals, so it takes the data
#   set for explicit and returns it without Study Instance UID; its only sign is a warning in Python's warnings.
#   DCMTK and GDCM read the file.
# Why it matters: an index built with pydicom misses such files. dcmbulk 1.0.0 made the same mistake and rejected them as
#   corrupt; it now looks at three elements in a row before it believes that a file is not what it declares.
# Versions: pydicom 2.3.1, DCMTK 3.6.7 (Debian 12: python3-pydicom, dcmtk; the same with Debian 13's); filereader.py, _is_implicit_vr.
# Exit 0 if this is still so, 1 if something changed, 77 if a program is missing.
set -euo pipefail
python=/usr/bin/python3
{ command -v dcmdump && "$python" -c 'import pydicom'; } >/dev/null 2>&1 || { echo 'skipped: needs dcmtk and python3-pydicom'; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" - "$work/implicit.dcm" <<'PYTHON'
import struct, sys

def even(value, pad=b"\0"):
    return value + pad * (len(value) % 2)

def implicit(group, element, value):
    return struct.pack("<HHI", group, element, len(value)) + value

def explicit(group, element, vr, value):
    wide = vr == b"OB"
    return struct.pack("<HH", group, element) + vr + (b"\0\0" + struct.pack("<I", len(value)) if wide
                                                      else struct.pack("<H", len(value))) + value

sop_class, instance = b"1.2.840.10008.5.1.4.1.1.66", b"2.25.7701"  # Raw Data needs no pixels
meta = explicit(2, 1, b"OB", b"\0\1") + explicit(2, 2, b"UI", even(sop_class)) \
    + explicit(2, 3, b"UI", even(instance)) + explicit(2, 0x10, b"UI", even(b"1.2.840.10008.1.2"))
length = struct.unpack("<H", b"TM")[0]
language = implicit(8, 0x104, b"x" * (length - 16))           # fills the item of Language Code Sequence (0008,0006)
item = struct.pack("<HHI", 0xFFFE, 0xE000, len(language)) + language
data = implicit(8, 6, item) + implicit(8, 0x16, even(sop_class)) + implicit(8, 0x18, even(instance)) \
    + implicit(0x20, 0xD, even(b"2.25.7702")) + implicit(0x20, 0xE, even(b"2.25.7703"))
assert len(item) == length
with open(sys.argv[1], "wb") as out:
    out.write(bytes(128) + b"DICM" + explicit(2, 0, b"UL", struct.pack("<I", len(meta))) + meta + data)
PYTHON

dcmtk=$(dcmdump +P 0020,000d "$work/implicit.dcm" 2>/dev/null | sed -n 's/.*\[\(.*\)\].*/\1/p')
pydicom=$("$python" -W ignore -c '
import sys, pydicom
print(pydicom.dcmread(sys.argv[1]).get("StudyInstanceUID", "absent"))' "$work/implicit.dcm")
echo "Study Instance UID as DCMTK $(dcmdump --version | sed -n 's/.*v\([0-9.]*\).*/\1/p;q') reads it: $dcmtk"
echo "Study Instance UID as pydicom $("$python" -c 'import pydicom; print(pydicom.__version__)') reads it: $pydicom"
[ "$dcmtk" = 2.25.7702 ] && [ "$pydicom" = absent ]
