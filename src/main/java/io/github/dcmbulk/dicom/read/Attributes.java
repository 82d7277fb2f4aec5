package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.model.InstanceHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The top-level attributes that checks and report rows need; all others are skipped unread. */
public final class Attributes {
  private static final long ABSENT = -1;

  private final Workspace recent;

  /** SOP Class UID (0008,0016). */
  public final Uid sopClass;

  /** SOP Instance UID (0008,0018). */
  public final Uid sopInstance;

  /** Study Instance UID (0020,000D). */
  public final Uid study;

  /** Series Instance UID (0020,000E). */
  public final Uid series;

  /** Facts about the pixel data. */
  public final PixelData pixels = new PixelData();

  private @Nullable String modality;
  private @Nullable String studyDate;
  private @Nullable Long patient;
  private @Nullable Long accession;
  private @Nullable String photometric;
  private long rows = ABSENT;
  private long columns = ABSENT;
  private long samples = 1;
  private boolean sampled;
  private long bitsAllocated;
  private long frames = 1;
  private long lossyOffset = -1;
  private boolean pixelsElsewhere;

  /** Attributes of one data set; equal values of consecutive files share their strings. */
  public Attributes(Workspace recent) {
    this.recent = recent;
    sopClass = new Uid(Tag.SOP_CLASS, recent.sopClasses);
    sopInstance = new Uid(Tag.SOP_INSTANCE, recent.sopInstances);
    study = new Uid(Tag.STUDY, recent.studies);
    series = new Uid(Tag.SERIES, recent.series);
  }

  /**
   * Reads a top-level element of defined length, if it is one of these attributes.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public void take(ElementReader element, Input in, Encoding encoding)
      throws IOException, CheckFailure {
    switch (element.tag) {
      case Tag.SOP_CLASS -> takeUid(sopClass, element, in);
      case Tag.SOP_INSTANCE -> takeUid(sopInstance, element, in);
      case Tag.STUDY -> takeUid(study, element, in);
      case Tag.SERIES -> takeUid(series, element, in);
      case Tag.MODALITY -> modality = read(recent.modalities, element, in);
      case Tag.STUDY_DATE -> studyDate = read(recent.studyDates, element, in);
      case Tag.ACCESSION_NUMBER -> accession = read(recent.accessions, element, in);
      case Tag.PATIENT_ID -> patient = read(recent.patients, element, in);
      case Tag.PHOTOMETRIC_INTERPRETATION -> photometric = read(recent.photometrics, element, in);
      case Tag.NUMBER_OF_FRAMES -> frames = Values.count(text(element, in));
      case Tag.ROWS -> rows = number(element, in, encoding);
      case Tag.COLUMNS -> columns = number(element, in, encoding);
      case Tag.SAMPLES_PER_PIXEL -> {
        samples = number(element, in, encoding);
        sampled = true;
      }
      case Tag.BITS_ALLOCATED -> bitsAllocated = number(element, in, encoding);
      case Tag.LOSSY_COMPRESSION -> {
        if ("01".equals(text(element, in))) {
          lossyOffset = element.value;
        }
      }
      case Tag.PIXEL_DATA_PROVIDER -> pixelsElsewhere = element.length > 0;
      case Tag.EXTENDED_OFFSETS -> pixels.takeExtendedOffsets(in, element);
      case Tag.EXTENDED_LENGTHS -> pixels.takeExtendedLengths(in, element);
      case Tag.FLOAT_PIXEL_DATA, Tag.DOUBLE_PIXEL_DATA, Tag.PIXEL_DATA ->
          pixels.takeNative(element);
      default -> {
        // Other elements are not needed.
      }
    }
  }

  /** Whether {@link #take} reads that top-level element. */
  static boolean wants(int tag) {
    return switch (Tag.group(tag)) {
      case 0x0004 -> tag == Tag.DIRECTORY_RECORDS;
      case 0x0008 ->
          tag == Tag.SOP_CLASS
              || tag == Tag.SOP_INSTANCE
              || tag == Tag.STUDY_DATE
              || tag == Tag.ACCESSION_NUMBER
              || tag == Tag.MODALITY;
      case 0x0010 -> tag == Tag.PATIENT_ID;
      case 0x0020 -> tag == Tag.STUDY || tag == Tag.SERIES;
      case 0x0028, 0x7FE0 -> true;
      default -> false;
    };
  }

  /** Whether all four identifiers have been found with a value. */
  public boolean identified() {
    return !sopClass.isMissing()
        && !sopInstance.isMissing()
        && !study.isMissing()
        && !series.isMissing();
  }

  /** Whether all four identifiers are valid enough to identify the instance. */
  public boolean canBeFiled() {
    return sopClass.text() != null
        && sopInstance.text() != null
        && study.text() != null
        && series.text() != null;
  }

  /**
   * Whether pixel data are expected: the attributes describe an image (a truncated file may have
   * only the first of them), and no reference to external pixels.
   */
  public boolean promisePixels() {
    boolean described =
        sampled || photometric != null || rows > 0 || columns > 0 || bitsAllocated > 0;
    return described && rows != 0 && columns != 0 && !pixelsElsewhere;
  }

  /** Whether the pixels are at a Pixel Data Provider URL (0028,7FE0). */
  public boolean arePixelsElsewhere() {
    return pixelsElsewhere;
  }

  /**
   * Bits of native pixel data (PS3.5 §8.1.1 and §8.2): every sample of every frame, without bits
   * between them; subsampled chroma counts as often as it is stored. {@link Long#MAX_VALUE} on
   * overflow.
   *
   * @param bits per sample, 0 for Bits Allocated (0028,0100)
   */
  public long nativeBits(int bits) {
    long perSample = bits == 0 ? bitsAllocated : bits;
    long area = Values.times(Math.max(0, rows), Math.max(0, columns));
    long all = Values.times(Values.times(Values.times(area, samples), perSample), frames);
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

  /** Number of Frames (0028,0008); 1 if absent, zero or invalid. */
  public long frames() {
    return frames;
  }

  /** Position of Lossy Image Compression (0028,2110) with value 01, or -1. */
  public long lossyOffset() {
    return lossyOffset;
  }

  /** The values that are kept of the file. */
  public InstanceHeader header(@Nullable String transferSyntaxUid) {
    return new InstanceHeader(
        sopClass.text(),
        sopInstance.text(),
        study.text(),
        series.text(),
        modality,
        transferSyntaxUid,
        studyDate,
        patient,
        accession);
  }

  /**
   * Reads the value of a UID element.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public static void takeUid(Uid uid, ElementReader element, Input in)
      throws IOException, CheckFailure {
    if (element.length > Input.CAPACITY) {
      uid.takeOversized(element.value);
      return;
    }
    int index = element.length == 0 ? 0 : in.at(element.value, (int) element.length);
    if (index >= 0) {
      uid.take(in.bytes, index, (int) element.length, element.value);
    }
  }

  /** The value; null if it is empty, or longer than values that are read. */
  private static <T> @Nullable T read(LastValueCache<T> recent, ElementReader element, Input in)
      throws IOException, CheckFailure {
    if (element.length == 0 || element.length > Input.CAPACITY) {
      return null;
    }
    int index = in.at(element.value, (int) element.length);
    return index < 0 ? null : recent.of(in.bytes, index, (int) element.length);
  }

  private static String text(ElementReader element, Input in) throws IOException, CheckFailure {
    if (element.length == 0 || element.length > Input.CAPACITY) {
      return "";
    }
    int index = in.at(element.value, (int) element.length);
    return index < 0
        ? ""
        : new String(in.bytes, index, (int) element.length, StandardCharsets.ISO_8859_1).trim();
  }

  private static long number(ElementReader element, Input in, Encoding encoding)
      throws IOException, CheckFailure {
    if (element.length != 2 && element.length != 4) {
      return 0;
    }
    int index = in.at(element.value, (int) element.length);
    if (index < 0) {
      return 0;
    }
    // If there are two 16-bit values in place of one, the first is used.
    boolean isShort = element.length == 2 || element.vr == Vr.US;
    return isShort ? encoding.u16(in.bytes, index) : encoding.u32(in.bytes, index);
  }
}
