package io.github.dcmbulk.dicom;

/**
 * The checks, cheapest first, each with the advice that is true of most files that fail it. To copy
 * a file again is advised only where something was cut.
 */
public enum Check {
  /** Not one of the files that operating systems leave behind. */
  NAME(
      0,
      "",
      "is not a system file",
      "a file that the operating system keeps for itself",
      "nothing to do: it is skipped"),
  /** Holds bytes. */
  NOT_EMPTY(
      0,
      "PS3.10 §7",
      "is not empty",
      "a full disk, or a copy that was interrupted",
      "copy the file again from its source; if it is empty there too, export it again"),
  /** Can be opened and read. */
  READABLE(
      0,
      "",
      "can be read",
      "missing permission, or a failing disk or share",
      "check the permissions (ls -l) and the health of the storage"),
  /** Begins like a DICOM file. */
  PREFIX(
      1,
      "PS3.10 §7.1",
      "has the prefix DICM after a preamble of 128 bytes",
      "no DICOM file, or a bare data set as some old exports write it",
      "dcmconv -f FILE NEWFILE adds preamble and File Meta Information to a bare data set; or"
          + " --transfer-syntax any sends it as it is"),
  /** The preamble is no program. */
  PREAMBLE(
      1,
      "PS3.10 §7.1",
      "has a preamble that no system runs as a program",
      "a file that is both DICOM and a program, by a demonstration or an attack",
      "have it examined before any program opens it; dcmconv FILE NEWFILE writes an empty"
          + " preamble"),
  /** Group 0002 can be read. */
  FILE_META(
      1,
      "PS3.10 §7.1",
      "has readable File Meta Information",
      "a cut file, or software that wrote group 0002 wrongly",
      "compare its size with the source and copy it again if they differ; if not, export the"
          + " instance again (dcmdump FILE shows how far it can be read)"),
  /** (0002,0010) has a value. */
  TRANSFER_SYNTAX(
      1,
      "PS3.10 §7.1",
      "names its transfer syntax",
      "software that left (0002,0010) out",
      "export the instance again; dcmodify cannot add it"),
  /** No media directory. */
  MEDIA_DIRECTORY(
      1,
      "PS3.10 §8.6",
      "is not a DICOMDIR",
      "the index of a CD or an export folder",
      "nothing to do: a DICOMDIR is an index, not an image"),
  /** The target takes this transfer syntax. */
  ACCEPTED_SYNTAX(
      1,
      "PS3.5 Annex A",
      "has a transfer syntax that the target accepts",
      "a compression that the target does not accept",
      "export it again in another transfer syntax"),
  /** One PUT can carry it. */
  SIZE(
      2,
      "",
      "is not larger than 5 GiB",
      "a multi-frame object beyond what one S3 PUT carries",
      "compress it, or split it into several instances where it was made"),
  /** A deflated data set inflates. */
  INFLATE(
      2,
      "PS3.5 A.5",
      "holds a valid deflate stream",
      "a file that was cut",
      "copy the file again from its source and compare the sizes; if it is cut there too, export"
          + " it again"),
  /** The data set is written as declared. */
  ENCODING(
      2,
      "PS3.5 §7.1 and A.1 to A.5",
      "is written as its transfer syntax declares",
      "software that writes the data set in one form and names another in (0002,0010)",
      "usually nothing, unless other readers fail"),
  /** Nothing precedes the data set. */
  COMMAND_SET(
      2,
      "PS3.7 §6.3.1",
      "begins with its data set, not with a command set",
      "a receiver that stored the command of the C-STORE request in front of the data set",
      "usually nothing: readers skip it; dcmconv FILE NEWFILE does not remove it"),
  /** Elements state their VR. */
  VALUE_REPRESENTATIONS(
      2,
      "PS3.5 §7.1.2",
      "states the value representation of its elements",
      "a router or an archive that added elements in implicit form to an explicit file",
      "usually nothing: readers find their way"),
  /** (0008,0016). */
  SOP_CLASS(
      2,
      "PS3.3 C.12.1",
      "has a SOP Class UID (0008,0016)",
      "a template or raw export, or an anonymiser that removed too much",
      "export the instance again from the archive; it cannot be filed without"),
  /** (0008,0018). */
  SOP_INSTANCE(
      2,
      "PS3.3 C.12.1",
      "has a SOP Instance UID (0008,0018)",
      "a template or raw export, or an anonymiser that removed too much",
      "export it again; dcmodify -gin FILE makes a new UID where none was ever given"),
  /** (0020,000D). */
  STUDY(
      2,
      "PS3.3 C.7.2.1",
      "has a Study Instance UID (0020,000D)",
      "an object that belongs to no study, or an anonymiser that removed too much",
      "export it again; dcmodify -gst FILE makes a new UID where none was ever given"),
  /** (0020,000E). */
  SERIES(
      2,
      "PS3.3 C.7.3.1",
      "has a Series Instance UID (0020,000E)",
      "an object that belongs to no series, or an anonymiser that removed too much",
      "export it again; dcmodify -gse FILE makes a new UID where none was ever given"),
  /** UIDs hold digits and dots only. */
  UID_CHARACTERS(
      2,
      "PS3.5 §9.1",
      "has UIDs of digits and dots only",
      "an anonymiser that wrote hashes or texts, or a damaged file",
      "correct it where it was made: changing a UID breaks references to the instance"),
  /** UIDs follow the standard's form. */
  UID_FORMAT(
      2,
      "PS3.5 §9.1",
      "has UIDs in the standard's form",
      "software that made UIDs longer than 64 characters, with leading zeros or of no valid root",
      "usually nothing: archives take them as they are"),
  /** File meta and data set agree. */
  META_MATCH(
      2,
      "PS3.10 §7.1",
      "has File Meta Information that agrees with the data set",
      "an anonymiser that changed the data set only",
      "dcmconv FILE NEWFILE writes the File Meta Information anew; the data set counts"),
  /** Every element ends where it may. */
  STRUCTURE(
      3,
      "PS3.5 §7.1 and §7.5",
      "has elements that all end inside the file",
      "an interrupted copy or a full disk",
      "copy the file again from its source and compare the sizes; if it is cut there too, export"
          + " it again"),
  /** Lengths and tags fit into each other. */
  LENGTHS(
      3,
      "PS3.5 §7.1 and §7.5",
      "has tags, lengths and items that fit into each other",
      "software that wrote a wrong length or delimiter, a text-mode transfer or a damaged block",
      "compare the file with its source (sha256sum); where they are equal, copying again does"
          + " not help: export it again, or have the software corrected (dcmdump FILE shows the"
          + " place)"),
  /** Nesting is bounded. */
  NESTING(
      3,
      "PS3.5 §7.5",
      "nests sequences no deeper than 64 levels",
      "a damaged or malicious file",
      "export the instance again"),
  /** Sequences are closed. */
  DELIMITERS(
      3,
      "PS3.5 §7.5 and A.4",
      "closes its sequences and items",
      "software that forgets the last delimiter, or writes the wrong one of the two",
      "usually nothing: nothing is lost; dcmconv FILE NEWFILE writes it anew if DCMTK can read it"),
  /** Private sequences are sequences. */
  PRIVATE_SEQUENCES(
      3,
      "PS3.5 §7.5",
      "has private sequences that hold items",
      "a manufacturer's element that is called a sequence and holds other bytes",
      "usually nothing: readers that do not know the element skip it"),
  /** Undefined lengths stand where they may. */
  UNDEFINED_LENGTHS(
      3,
      "PS3.5 §7.1 and A.4",
      "uses undefined lengths for sequences and pixel data only",
      "software that wrote a long value without knowing its length",
      "usually nothing: the value ends with a delimiter; some readers refuse it"),
  /** The order of tags. */
  ORDER(
      3,
      "PS3.5 §7.1",
      "has nothing behind its pixel data that belongs before it",
      "software that appended elements instead of inserting them",
      "usually nothing: readers that read to the end find them"),
  /** An image has pixels. */
  PIXELS_PRESENT(
      3,
      "PS3.3 C.7.6.3",
      "has pixel data if it is an image",
      "a file that was cut just before its pixel data, or an export of headers only",
      "compare the size with the source and copy it again if they differ; if not, export it again"
          + " with its pixels"),
  /** Native pixels are all there. */
  PIXEL_LENGTH(
      3,
      "PS3.5 §8.1.1",
      "has as many pixels as rows, columns, samples, bits and frames demand",
      "software that wrote too few pixels, or a wrong number of frames",
      "export the instance again: copying again does not help where the lengths agree with the"
          + " file"),
  /** Compressed frames are all there. */
  FRAMES(
      3,
      "PS3.5 A.4 and Annex G",
      "has a whole code stream for each frame",
      "a copy or a recording that ended early",
      "copy the file again from its source and compare the sizes; if frames are missing there too,"
          + " export it again"),
  /** The offset table fits. */
  OFFSET_TABLE(
      3,
      "PS3.5 A.4, PS3.3 C.7.6.3.1.8",
      "has an offset table that fits its fragments",
      "software that changed the pixel data and not the table",
      "usually nothing: all frames are there; gdcmconv FILE NEWFILE writes the table anew"),
  /** Pixels are packed as declared. */
  PIXEL_ENCODING(
      3,
      "PS3.5 A.4",
      "has fragments if compressed, and only then",
      "software that changed the pixels and not the transfer syntax, or the reverse",
      "export the instance again"),
  /** Fragments hold whole code streams. */
  CODEC_MARKER(
      3,
      "PS3.5 A.4",
      "has fragments that begin and end as their codec demands",
      "another codec than declared, or a damaged fragment",
      "try to decompress it (dcmdjpeg, dcmdjpls, gdcmconv --raw); export it again if that fails"),
  /** No lossy compression. */
  LOSSY(
      3,
      "PS3.3 C.7.6.1.1.5",
      "was never compressed with loss",
      "an image that was compressed with loss at some time",
      "nothing, unless the target demands the original"),
  /** Nothing follows the data set. */
  TRAILING(
      3,
      "PS3.10 §7.2",
      "has nothing but padding behind its data set",
      "two files joined, or a medium's sectors copied whole",
      "usually nothing; dcmconv FILE NEWFILE writes the data set alone if DCMTK can read it"),
  /** Its data are never written. */
  UNCHANGED(
      3,
      "",
      "did not change while it was read",
      "an export or copy that is still running",
      "run again later, or wait for quiet studies with --min-age");

  private final int stage;
  private final String section;
  private final String title;
  private final String usualCause;
  private final String remedy;

  Check(int stage, String section, String title, String usualCause, String remedy) {
    this.stage = stage;
    this.section = section;
    this.title = title;
    this.usualCause = usualCause;
    this.remedy = remedy;
  }

  /** 0 without opening the file, 1 its start, 2 its header, 3 its whole structure. */
  public int stage() {
    return stage;
  }

  /** The rule's place in the DICOM standard, empty where the rule is not the standard's. */
  public String section() {
    return section;
  }

  /** What holds if the check passes, as a predicate of "the file". */
  public String title() {
    return title;
  }

  /** What is true of most files that fail. */
  public Advice advice() {
    return new Advice(usualCause, remedy);
  }
}
