package io.github.dcmbulk.dicom.syntax;

/** The data element tags that the checks use, with group and element in one int. */
public final class Tag {
  /** Bytes of a tag. */
  public static final int BYTES = 4;

  /** The group of File Meta Information. */
  public static final int META_GROUP = 0x0002;

  /** File Meta Information Group Length. */
  public static final int META_GROUP_LENGTH = 0x00020000;

  /** Media Storage SOP Class UID. */
  public static final int META_SOP_CLASS = 0x00020002;

  /** Media Storage SOP Instance UID. */
  public static final int META_SOP_INSTANCE = 0x00020003;

  /** Transfer Syntax UID. */
  public static final int TRANSFER_SYNTAX = 0x00020010;

  /** Directory Record Sequence. */
  public static final int DIRECTORY_RECORDS = 0x00041220;

  /** SOP Class UID. */
  public static final int SOP_CLASS = 0x00080016;

  /** SOP Instance UID. */
  public static final int SOP_INSTANCE = 0x00080018;

  /** Study Date. */
  public static final int STUDY_DATE = 0x00080020;

  /** Accession Number. */
  public static final int ACCESSION_NUMBER = 0x00080050;

  /** Modality. */
  public static final int MODALITY = 0x00080060;

  /** Patient ID. */
  public static final int PATIENT_ID = 0x00100020;

  /** Study Instance UID. */
  public static final int STUDY = 0x0020000D;

  /** Series Instance UID. */
  public static final int SERIES = 0x0020000E;

  /** Samples per Pixel. */
  public static final int SAMPLES_PER_PIXEL = 0x00280002;

  /** Photometric Interpretation. */
  public static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;

  /** Number of Frames. */
  public static final int NUMBER_OF_FRAMES = 0x00280008;

  /** Rows. */
  public static final int ROWS = 0x00280010;

  /** Columns. */
  public static final int COLUMNS = 0x00280011;

  /** Bits Allocated. */
  public static final int BITS_ALLOCATED = 0x00280100;

  /** Lossy Image Compression. */
  public static final int LOSSY_COMPRESSION = 0x00282110;

  /** Pixel Data Provider URL. */
  public static final int PIXEL_DATA_PROVIDER = 0x00287FE0;

  /** Encapsulated Document. */
  public static final int ENCAPSULATED_DOCUMENT = 0x00420011;

  /** Waveform Data. */
  public static final int WAVEFORM_DATA = 0x54001010;

  /** Extended Offset Table. */
  public static final int EXTENDED_OFFSETS = 0x7FE00001;

  /** Extended Offset Table Lengths. */
  public static final int EXTENDED_LENGTHS = 0x7FE00002;

  /** Float Pixel Data. */
  public static final int FLOAT_PIXEL_DATA = 0x7FE00008;

  /** Double Float Pixel Data. */
  public static final int DOUBLE_PIXEL_DATA = 0x7FE00009;

  /** Pixel Data. */
  public static final int PIXEL_DATA = 0x7FE00010;

  /** The group of items and delimiters. */
  public static final int DELIMITER_GROUP = 0xFFFE;

  /** Item. */
  public static final int ITEM = 0xFFFEE000;

  /** Item Delimitation Item. */
  public static final int ITEM_END = 0xFFFEE00D;

  /** Sequence Delimitation Item. */
  public static final int SEQUENCE_END = 0xFFFEE0DD;

  private Tag() {}

  /** The group number of a tag. */
  public static int group(int tag) {
    return tag >>> 16;
  }

  /** Whether the group is odd (PS3.5 §7.8). */
  public static boolean isPrivate(int tag) {
    return (group(tag) & 1) == 1;
  }

  /** Compares in the order of PS3.5 §7.1, which is unsigned. */
  public static boolean before(int tag, int other) {
    return Integer.compareUnsigned(tag, other) < 0;
  }

  /** Text such as {@code (7FE0,0010)}. */
  public static String text(int tag) {
    return String.format("(%04X,%04X)", group(tag), tag & 0xFFFF);
  }
}
