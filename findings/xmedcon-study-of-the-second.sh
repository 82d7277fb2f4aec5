#!/usr/bin/env bash
# XMedCon 0.23.0 (Debian 12, package medcon), medcon -c dicom, two slices of one CT study converted one by one.
# Expected: both files stay in one study and remain CT images; new UIDs are under a root that exists (PS3.5 §9.1: the
#           first component is 0, 1 or 2).
# Seen:     the Study Instance UID is 777.777.0.0.0, the second of the conversion since 1970, and a number that is the
#           same for both. So files of one study, converted one after the other, are studies of one file, and the
#           class is Nuclear Medicine. 0.25.1 (Debian 13) makes the same UIDs and class.
# Users:    such files are whole and are sent; dcmbulk warns of each ("uid-format"), and with --strict rejects them. The
#           studies that it counts are those of the UIDs: only `reconcile` with the archive's list shows the rest.
# Source:   seen here; dciodvfy (dicom3tools) calls the root illegal.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs medcon and dcmtk. Everything lies in a temporary directory.
set -euo pipefail
{ command -v medcon && command -v dump2dcm; } >/dev/null 2>&1 || { echo 'skipped: needs medcon and dcmtk'; exit 77; }

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# The value of an attribute of a file.
value() { dcmdump +P "$2" -Un "$1" | sed -n 's/^([^)]*) .. \[\(.*\)\] .*/\1/p' | head -1; }

for number in 1 2; do
  printf '%s\n' '(0008,0016) UI [1.2.840.10008.5.1.4.1.1.2]' "(0008,0018) UI [2.25.778$number]" \
    '(0008,0060) CS [CT]' '(0010,0010) PN [Trial^One]' '(0010,0020) LO [TRIAL1]' '(0020,000d) UI [2.25.7701]' \
    '(0020,000e) UI [2.25.7702]' "(0020,0013) IS [$number]" '(0028,0002) US 1' '(0028,0004) CS [MONOCHROME2]' \
    '(0028,0010) US 4' '(0028,0011) US 4' '(0028,0100) US 16' '(0028,0101) US 16' '(0028,0102) US 15' \
    '(0028,0103) US 0' '(7fe0,0010) OW 1\2\3\4\5\6\7\8\9\a\b\c\d\e\f\0' >slice.txt
  dump2dcm -q +te slice.txt "slice$number.dcm"
  [ "$number" = 1 ] || sleep 1.1
  medcon -f "slice$number.dcm" -c dicom -o "new$number" >medcon.log 2>&1 || { cat medcon.log; exit 2; }
  echo "slice $number: study $(value "slice$number.dcm" 0020,000d), class $(value "slice$number.dcm" 0008,0016); \
converted: study $(value "new$number.dcm" 0020,000d), class $(value "new$number.dcm" 0008,0016)"
done
first=$(value new1.dcm 0020,000d)
second=$(value new2.dcm 0020,000d)
[ "$first" != "$second" ] && [[ $first =~ ^777\.777\.0\.0\.0\.[0-9]{10}\.[0-9]+$ ]] &&
  [ "${first##*.}" = "${second##*.}" ] && [ "$(value new1.dcm 0008,0016)" = 1.2.840.10008.5.1.4.1.1.20 ]
