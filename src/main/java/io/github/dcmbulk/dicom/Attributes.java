package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.InstanceHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The few top-level attributes that checks and rows need; all others are passed over unread. */
final class Attributes {
  private static final int MAX_CODE_STRING = 16;

  private final PatientDigest patientDigest;
  final Uid sopClass = new Uid(Tag.SOP_CLASS);
  final Uid sopInstance = new Uid(Tag.SOP_INSTANCE);
  final Uid study = new Uid(Tag.STUDY);
  final Uid series = new Uid(Tag.SERIES);
  final PixelData pixels = new PixelData();
  private @Nullable String modality;
  private @Nullable String studyDate;
  private @Nullable Long patient;
  private @Nullable String photometric;
  private long rows;
  private long columns;
  private long samples = 1;
  private long bitsAllocated;
  private long frames = 1;
  private long lossyOffset = -1;
  private boolean pixelsElsewhere;

  Attributes(PatientDigest patientDigest) {
    this.patientDigest = patientDigest;
  }

  /** Takes a top-level element of defined length, if it is one of those wanted. */
  void take(ElementReader element, Input in, Encoding encoding) throws IOException, Defect {
    switch (element.tag) {
      case Tag.SOP_CLASS -> takeUid(sopClass, element, in);
      case Tag.SOP_INSTANCE -> takeUid(sopInstance, element, in);
      case Tag.STUDY -> takeUid(study, element, in);
      case Tag.SERIES -> takeUid(series, element, in);
      case Tag.MODALITY -> modality = codeString(text(element, in));
      case Tag.STUDY_DATE -> studyDate = date(text(element, in));
      case Tag.PATIENT_ID -> takePatient(element, in);
      case Tag.PHOTOMETRIC_INTERPRETATION -> photometric = text(element, in);
      case Tag.NUMBER_OF_FRAMES -> frames = integerString(text(element, in));
      case Tag.ROWS -> rows = number(element, in, encoding);
      case Tag.COLUMNS -> columns = number(element, in, encoding);
      case Tag.SAMPLES_PER_PIXEL -> samples = number(element, in, encoding);
      case Tag.BITS_ALLOCATED -> bitsAllocated = number(element, in, encoding);
      case Tag.LOSSY_COMPRESSION -> {
        if ("01".equals(text(element, in))) {
          lossyOffset = element.value;
        }
      }
      case Tag.PIXEL_DATA_PROVIDER -> pixelsElsewhere = element.length > 0;
      case Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_PIXEL_DATA, Tag.PIXEL_DATA ->
          pixels.takeNative(element);
      default -> {
        // Not needed.
      }
    }
  }

  /** Whether all four identifiers have been met with a value. */
  boolean identified() {
    return !sopClass.isMissing()
        && !sopInstance.isMissing()
        && !study.isMissing()
        && !series.isMissing();
  }

  /** Whether all four identifiers are fit to file an instance under. */
  boolean canBeFiled() {
    return sopClass.text() != null
        && sopInstance.text() != null
        && study.text() != null
        && series.text() != null;
  }

  /**
   * Whether there is a picture to expect: Rows and Columns, and no reference to pixels elsewhere.
   */
  boolean promisePixels() {
    return rows > 0 && columns > 0 && !pixelsElsewhere;
  }

  /**
   * Bits that native pixel data needs (PS3.5 §8.1.1 and §8.2): every sample of every frame, without
   * bits between them; subsampled chroma counts as often as it is stored. {@link Long#MAX_VALUE} if
   * more than 64 bits can hold.
   *
   * @param bits per sample, 0 for Bits Allocated (0028,0100)
   */
  long nativeBits(int bits) {
    long perSample = bits == 0 ? bitsAllocated : bits;
    long all = times(times(times(times(rows, columns), samples), perSample), frames);
    if (photometric != null && samples == 3 && all != Long.MAX_VALUE) {
      if (photometric.endsWith("_422")) {
        return all / 3 * 2;
      }
      if (photometric.endsWith("_420")) {
        return all / 2;
      }
    }
    return all;
  }

  /** Number of Frames (0028,0008), 1 if absent, zero or no number. */
  long frames() {
    return frames;
  }

  /** Where Lossy Image Compression (0028,2110) says 01, or -1. */
  long lossyOffset() {
    return lossyOffset;
  }

  /** What is kept of the file. */
  InstanceHeader header(@Nullable String transferSyntaxUid) {
    return new InstanceHeader(
        sopClass.text(),
        sopInstance.text(),
        study.text(),
        series.text(),
        modality,
        transferSyntaxUid,
        studyDate,
        patient);
  }

  private static long times(long a, long b) {
    return Math.multiplyHigh(a, b) != 0 || a * b < 0 ? Long.MAX_VALUE : a * b;
  }

  /** Takes the value of a UID element. */
  static void takeUid(Uid uid, ElementReader element, Input in) throws IOException, Defect {
    if (element.length > Input.CAPACITY) {
      uid.takeOversized(element.value);
      return;
    }
    int index = element.length == 0 ? 0 : in.at(element.value, (int) element.length);
    if (index >= 0) {
      uid.take(in.bytes, index, (int) element.length, element.value);
    }
  }

  private void takePatient(ElementReader element, Input in) throws IOException, Defect {
    if (element.length > 0 && element.length <= Input.CAPACITY) {
      int index = in.at(element.value, (int) element.length);
      patient = index < 0 ? null : patientDigest.of(in.bytes, index, (int) element.length);
    }
  }

  private static String text(ElementReader element, Input in) throws IOException, Defect {
    if (element.length == 0 || element.length > Input.CAPACITY) {
      return "";
    }
    int index = in.at(element.value, (int) element.length);
    return index < 0
        ? ""
        : new String(in.bytes, index, (int) element.length, StandardCharsets.ISO_8859_1).trim();
  }

  private static long number(ElementReader element, Input in, Encoding encoding)
      throws IOException, Defect {
    if (element.length != 2 && element.length != 4) {
      return 0;
    }
    int index = in.at(element.value, (int) element.length);
    if (index < 0) {
      return 0;
    }
    return element.length == 2 ? encoding.u16(in.bytes, index) : encoding.u32(in.bytes, index);
  }

  private static long integerString(String text) {
    long number = 0;
    int start = text.startsWith("+") ? 1 : 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return 1;
      }
      number = times(number, 10);
      number = number == Long.MAX_VALUE ? number : number + (c - '0');
    }
    return Math.max(1, number);
  }

  /** A code string that may be printed (PS3.5 §6.2, CS), or null. */
  private static @Nullable String codeString(String text) {
    if (text.isEmpty() || text.length() > MAX_CODE_STRING) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letterOrDigit =
          (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!letterOrDigit && c != ' ' && c != '_') {
        return null;
      }
    }
    return text;
  }

  /**
   * A date as eight digits, from that form or the older one with dots (PS3.5 §6.2, DA), or null.
   */
  private static @Nullable String date(String text) {
    String digits =
        text.length() == 10 && text.charAt(4) == '.' && text.charAt(7) == '.'
            ? text.substring(0, 4) + text.substring(5, 7) + text.substring(8)
            : text;
    if (digits.length() != 8) {
      return null;
    }
    for (int i = 0; i < 8; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return null;
      }
    }
    return digits;
  }
}
