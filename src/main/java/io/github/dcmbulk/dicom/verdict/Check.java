package io.github.dcmbulk.dicom.verdict;

/** The checks, cheapest first, each with its section of the standard. */
public enum Check {
  /** Not a file that operating systems create. */
  NAME(0, "", "is not a system file"),
  /** Contains bytes. */
  NOT_EMPTY(0, "PS3.10 §7", "is not empty"),
  /** Can be opened and read. */
  READABLE(0, "", "can be read"),
  /** Begins as a DICOM file. */
  PREFIX(1, "PS3.10 §7.1", "has the prefix DICM after a preamble of 128 bytes"),
  /** The preamble is no program. */
  PREAMBLE(1, "PS3.10 §7.1", "has a preamble that no system runs as a program"),
  /** Group 0002 can be read. */
  FILE_META(1, "PS3.10 §7.1", "has readable File Meta Information"),
  /** (0002,0010) has a value. */
  TRANSFER_SYNTAX(1, "PS3.10 §7.1", "names its transfer syntax"),
  /** Not a media directory. */
  MEDIA_DIRECTORY(1, "PS3.10 §8.6", "is not a DICOMDIR"),
  /** The target accepts this transfer syntax. */
  ACCEPTED_SYNTAX(1, "PS3.5 Annex A", "has a transfer syntax that the target accepts"),
  /** Small enough for one PUT. */
  SIZE(2, "", "is not larger than 5 GiB"),
  /** A deflated data set inflates. */
  INFLATE(2, "PS3.5 A.5", "contains a valid deflate stream"),
  /** The data set has the declared encoding. */
  ENCODING(2, "PS3.5 §7.1 and A.1 to A.5", "is written as its transfer syntax declares"),
  /** Nothing precedes the data set. */
  COMMAND_SET(2, "PS3.7 §6.3.1", "begins with its data set, not with a command set"),
  /** Elements state their VR. */
  VALUE_REPRESENTATIONS(2, "PS3.5 §7.1.2", "states the value representation of its elements"),
  /** (0008,0016). */
  SOP_CLASS(2, "PS3.3 C.12.1", "has a SOP Class UID (0008,0016)"),
  /** (0008,0018). */
  SOP_INSTANCE(2, "PS3.3 C.12.1", "has a SOP Instance UID (0008,0018)"),
  /** (0020,000D). */
  STUDY(2, "PS3.3 C.7.2.1", "has a Study Instance UID (0020,000D)"),
  /** (0020,000E). */
  SERIES(2, "PS3.3 C.7.3.1", "has a Series Instance UID (0020,000E)"),
  /** UIDs contain only digits and dots. */
  UID_CHARACTERS(2, "PS3.5 §9.1", "has UIDs of digits and dots only"),
  /** UIDs have the standard's form. */
  UID_FORMAT(2, "PS3.5 §9.1", "has UIDs in the standard's form"),
  /** File meta and data set agree. */
  META_MATCH(2, "PS3.10 §7.1", "has File Meta Information that agrees with the data set"),
  /** Every element ends inside its container. */
  STRUCTURE(3, "PS3.5 §7.1 and §7.5", "has elements that all end inside the file"),
  /** Lengths and tags are consistent. */
  LENGTHS(3, "PS3.5 §7.1 and §7.5", "has tags, lengths and items that fit into each other"),
  /** Nesting is limited. */
  NESTING(3, "PS3.5 §7.5", "nests sequences no deeper than 64 levels"),
  /** Sequences are closed. */
  DELIMITERS(3, "PS3.5 §7.5 and A.4", "closes its sequences and items"),
  /** Private sequences are sequences. */
  PRIVATE_SEQUENCES(3, "PS3.5 §7.5", "has private sequences that contain items"),
  /** Undefined lengths only where allowed. */
  UNDEFINED_LENGTHS(
      3, "PS3.5 §7.1 and A.4", "uses undefined lengths for sequences and pixel data only"),
  /** The order of tags. */
  ORDER(3, "PS3.5 §7.1", "has no elements after its pixel data that belong before it"),
  /** An image has pixels. */
  PIXELS_PRESENT(3, "PS3.3 C.7.6.3", "has pixel data if it is an image"),
  /** Native pixel data are complete. */
  PIXEL_LENGTH(
      3, "PS3.5 §8.1.1", "has as many pixels as rows, columns, samples, bits and frames demand"),
  /** All compressed frames are present. */
  FRAMES(3, "PS3.5 A.4 and Annex G", "has a whole code stream for each frame"),
  /** The offset table is consistent. */
  OFFSET_TABLE(3, "PS3.5 A.4, PS3.3 C.7.6.3.1.8", "has an offset table that fits its fragments"),
  /** Pixel data are encapsulated as declared. */
  PIXEL_ENCODING(3, "PS3.5 A.4", "has fragments if compressed, and only then"),
  /** Fragments contain complete code streams. */
  CODEC_MARKER(3, "PS3.5 A.4", "has fragments that begin and end as their codec demands"),
  /** No lossy compression. */
  LOSSY(3, "PS3.3 C.7.6.1.1.5", "was never compressed with loss"),
  /** Nothing follows the data set. */
  TRAILING(3, "PS3.10 §7.2", "has only padding after its data set"),
  /** The file was not written during the check. */
  UNCHANGED(3, "", "did not change while it was read");

  private final int stage;
  private final String section;
  private final String title;

  Check(int stage, String section, String title) {
    this.stage = stage;
    this.section = section;
    this.title = title;
  }

  /** 0 without opening the file, 1 its start, 2 its header, 3 its whole structure. */
  public int stage() {
    return stage;
  }

  /** The section of the DICOM standard; empty if the rule is not the standard's. */
  public String section() {
    return section;
  }

  /** What is true if the check passes, as a predicate of "the file". */
  public String title() {
    return title;
  }

  /** Advice that fits most files that fail. */
  public Advice advice() {
    return CheckAdvice.of(this);
  }
}
