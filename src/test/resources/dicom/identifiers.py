"""Prints what pydicom reads: for each path on standard input one line, tab-separated.

Columns: path, transfer syntax, SOP Class, SOP Instance, Study and Series Instance UID.
A file that cannot be read, or whose values end early, gives its path alone.
"""

import sys
import warnings

import pydicom

warnings.simplefilter("ignore")
KEYWORDS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")

for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        data_set = pydicom.dcmread(path)
        uids = [data_set.file_meta.TransferSyntaxUID] + [data_set[k].value for k in KEYWORDS]
        print("\t".join([path] + [str(uid).rstrip(" \0") for uid in uids]))
    except Exception:
        print(path)
