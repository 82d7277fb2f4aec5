package io.github.dcmbulk.sample;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Makes instances of invented patients. Equal study, series and number give equal bytes.
 *
 * @param seed determines all UIDs
 * @param patient family name and given name, joined by a caret
 * @param study distinguishes studies
 * @param date {@code yyyyMMdd}
 */
record SyntheticInstance(long seed, String patient, String study, String date) {
  private static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  private static final String MR = "1.2.840.10008.5.1.4.1.1.4";
  private static final String US_MULTI_FRAME = "1.2.840.10008.5.1.4.1.1.3.1";
  private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";
  private static final String BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11";
  private static final int CT_SIZE = 128;
  private static final int MR_SIZE = 64;
  private static final int US_SIZE = 64;

  byte[] ctSlice(int number) {
    DicomWriter dataSet =
        start(CT, "CT", number).text(0x00180050, "DS", "5").text(0x00180060, "DS", "120");
    identify(dataSet, "CT", number)
        .text(0x00200032, "DS", "0\\0\\" + 5 * number)
        .text(0x00200037, "DS", "1\\0\\0\\0\\1\\0")
        .text(0x00200052, "UI", uid("frame of reference"));
    image(dataSet, CT_SIZE, 16, 1)
        .text(0x00281052, "DS", "-1024")
        .text(0x00281053, "DS", "1")
        .pixels16(disc(CT_SIZE, 200 + 100 * number));
    return file(CT, "CT", number, DicomWriter.EXPLICIT_LITTLE_ENDIAN, dataSet);
  }

  byte[] mrSlice(int number) {
    DicomWriter dataSet =
        start(MR, "MR", number).text(0x00180020, "CS", "SE").text(0x00180080, "DS", "500");
    identify(dataSet, "MR", number).text(0x00200032, "DS", "0\\0\\" + 4 * number);
    image(dataSet, MR_SIZE, 16, 1).pixels16(disc(MR_SIZE, 100 * number));
    return file(MR, "MR", number, DicomWriter.EXPLICIT_LITTLE_ENDIAN, dataSet);
  }

  byte[] usMultiFrame(int number, int frames) {
    DicomWriter dataSet = start(US_MULTI_FRAME, "US", number).text(0x00181063, "DS", "40");
    identify(dataSet, "US", number);
    byte[] pixels = new byte[frames * US_SIZE * US_SIZE];
    for (int frame = 0; frame < frames; frame++) {
      byte[] one = gradient(US_SIZE, frame);
      System.arraycopy(one, 0, pixels, frame * one.length, one.length);
    }
    image(dataSet, US_SIZE, 8, frames).pixels8(pixels);
    return file(US_MULTI_FRAME, "US", number, DicomWriter.EXPLICIT_LITTLE_ENDIAN, dataSet);
  }

  byte[] compressedImage(int number) {
    DicomWriter dataSet = start(SECONDARY_CAPTURE, "OT", number);
    identify(dataSet, "OT", number);
    byte[] frame = RunLengths.encode(gradient(US_SIZE, number), US_SIZE);
    image(dataSet, US_SIZE, 8, 1).encapsulatedPixels(List.of(frame));
    return file(SECONDARY_CAPTURE, "OT", number, DicomWriter.RLE_LOSSLESS, dataSet);
  }

  byte[] report(int number) {
    DicomWriter dataSet = start(BASIC_TEXT_SR, "SR", number);
    identify(dataSet, "SR", number)
        .text(0x0040A040, "CS", "CONTAINER")
        .sequence(0x0040A043, code("18748-4", "LN", "Diagnostic imaging report"))
        .text(0x0040A050, "CS", "SEPARATE")
        .text(0x0040A491, "CS", "COMPLETE")
        .text(0x0040A493, "CS", "UNVERIFIED")
        .sequence(
            0x0040A730,
            new DicomWriter()
                .text(0x0040A010, "CS", "CONTAINS")
                .text(0x0040A040, "CS", "TEXT")
                .sequence(0x0040A043, code("121071", "DCM", "Finding"))
                .text(0x0040A160, "UT", "A synthetic disc, as expected."));
    return file(BASIC_TEXT_SR, "SR", number, DicomWriter.EXPLICIT_LITTLE_ENDIAN, dataSet);
  }

  private static DicomWriter code(String value, String scheme, String meaning) {
    return new DicomWriter()
        .text(0x00080100, "SH", value)
        .text(0x00080102, "SH", scheme)
        .text(0x00080104, "LO", meaning);
  }

  /** Elements before group 0018. */
  private DicomWriter start(String sopClass, String modality, int number) {
    return new DicomWriter()
        .text(0x00080005, "CS", "ISO_IR 192")
        .text(0x00080016, "UI", sopClass)
        .text(0x00080018, "UI", sopInstanceUid(modality, number))
        .text(0x00080020, "DA", date)
        .text(0x00080023, "DA", date)
        .text(0x00080030, "TM", "101500")
        .text(0x00080033, "TM", "101500")
        .text(0x00080050, "SH", "")
        .text(0x00080060, "CS", modality)
        .text(0x00080070, "LO", "dcmbulk")
        .text(0x00080090, "PN", "")
        .text(0x00081030, "LO", study)
        .text(0x00100010, "PN", patient)
        .text(0x00100020, "LO", patient.replace('^', '-'))
        .text(0x00100030, "DA", "19000101")
        .text(0x00100040, "CS", "O");
  }

  /** Elements of group 0020 that every instance has. */
  private DicomWriter identify(DicomWriter dataSet, String modality, int number) {
    return dataSet
        .text(0x0020000D, "UI", uid("study"))
        .text(0x0020000E, "UI", uid("series " + modality))
        .text(0x00200010, "SH", "1")
        .text(0x00200011, "IS", "1")
        .text(0x00200013, "IS", Integer.toString(number));
  }

  private static DicomWriter image(DicomWriter dataSet, int size, int bits, int frames) {
    dataSet.int16(0x00280002, 1).text(0x00280004, "CS", "MONOCHROME2");
    if (frames > 1) {
      dataSet.text(0x00280008, "IS", Integer.toString(frames)).at(0x00280009, 0x00181063);
    }
    return dataSet
        .int16(0x00280010, size)
        .int16(0x00280011, size)
        .int16(0x00280100, bits)
        .int16(0x00280101, bits == 16 ? 12 : 8)
        .int16(0x00280102, bits == 16 ? 11 : 7)
        .int16(0x00280103, 0);
  }

  /** A bright disc on a dark background, in 12 bits. */
  private static int[] disc(int size, int level) {
    int[] pixels = new int[size * size];
    for (int i = 0; i < pixels.length; i++) {
      int x = i % size - size / 2;
      int y = i / size - size / 2;
      boolean inside = 9 * (x * x + y * y) < size * size;
      pixels[i] = inside ? 1000 + (level + x * y) % 1000 : level % 50;
    }
    return pixels;
  }

  private static byte[] gradient(int size, int shift) {
    byte[] pixels = new byte[size * size];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / size + shift * 16 + (i % size < size / 2 ? 0 : i % size));
    }
    return pixels;
  }

  private byte[] file(
      String sopClass, String modality, int number, String transferSyntax, DicomWriter dataSet) {
    return DicomWriter.file(sopClass, sopInstanceUid(modality, number), transferSyntax, dataSet);
  }

  private String sopInstanceUid(String modality, int number) {
    return uid("instance " + modality + " " + number);
  }

  /** A UID below 2.25 (PS3.5 §B.2), determined by seed, study and name. */
  private String uid(String name) {
    byte[] hash;
    try {
      hash =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "/" + study + "/" + name).getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
    return "2.25." + new BigInteger(1, hash).shiftRight(128);
  }
}
