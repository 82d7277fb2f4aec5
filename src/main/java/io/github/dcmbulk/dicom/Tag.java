package io.github.dcmbulk.dicom;

/** The data element tags that the checks look at, as group and element in one int. */
final class Tag {
  /** Bytes of a tag. */
  static final int BYTES = 4;

  static final int META_GROUP = 0x0002;
  static final int META_GROUP_LENGTH = 0x00020000;
  static final int META_SOP_CLASS = 0x00020002;
  static final int META_SOP_INSTANCE = 0x00020003;
  static final int TRANSFER_SYNTAX = 0x00020010;
  static final int DIRECTORY_RECORDS = 0x00041220;
  static final int SOP_CLASS = 0x00080016;
  static final int SOP_INSTANCE = 0x00080018;
  static final int STUDY_DATE = 0x00080020;
  static final int ACCESSION_NUMBER = 0x00080050;
  static final int MODALITY = 0x00080060;
  static final int PATIENT_ID = 0x00100020;
  static final int STUDY = 0x0020000D;
  static final int SERIES = 0x0020000E;
  static final int SAMPLES_PER_PIXEL = 0x00280002;
  static final int PHOTOMETRIC_INTERPRETATION = 0x00280004;
  static final int NUMBER_OF_FRAMES = 0x00280008;
  static final int ROWS = 0x00280010;
  static final int COLUMNS = 0x00280011;
  static final int BITS_ALLOCATED = 0x00280100;
  static final int LOSSY_COMPRESSION = 0x00282110;
  static final int PIXEL_DATA_PROVIDER = 0x00287FE0;
  static final int ENCAPSULATED_DOCUMENT = 0x00420011;
  static final int WAVEFORM_DATA = 0x54001010;
  static final int EXTENDED_OFFSETS = 0x7FE00001;
  static final int EXTENDED_LENGTHS = 0x7FE00002;
  static final int FLOAT_PIXEL_DATA = 0x7FE00008;
  static final int DOUBLE_PIXEL_DATA = 0x7FE00009;
  static final int PIXEL_DATA = 0x7FE00010;
  static final int DELIMITER_GROUP = 0xFFFE;
  static final int ITEM = 0xFFFEE000;
  static final int ITEM_END = 0xFFFEE00D;
  static final int SEQUENCE_END = 0xFFFEE0DD;

  private Tag() {}

  static int group(int tag) {
    return tag >>> 16;
  }

  static boolean isPrivate(int tag) {
    return (group(tag) & 1) == 1;
  }

  /** Compares in the order of PS3.5 §7.1, which is unsigned. */
  static boolean before(int tag, int other) {
    return Integer.compareUnsigned(tag, other) < 0;
  }

  /** For example {@code (7FE0,0010)}. */
  static String text(int tag) {
    return String.format("(%04X,%04X)", group(tag), tag & 0xFFFF);
  }
}
