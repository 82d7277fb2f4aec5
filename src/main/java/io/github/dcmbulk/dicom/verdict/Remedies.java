package io.github.dcmbulk.dicom.verdict;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;

/** Advice that depends on what was found, where the check's own advice would be too general. */
public final class Remedies {
  /** For an archive file. */
  public static final Advice ARCHIVE =
      new Advice(
          "files that were packed for transport; archives are not opened",
          "if it contains images, unpack it and give its directory as PATH; export what Orthanc"
              + " compressed in its storage from Orthanc");

  /** For File Meta Information without VRs. */
  public static final Advice META_WITHOUT_VR =
      new Advice(
          "a treatment planning system or an old archive that wrote group 0002 without value"
              + " representations",
          "usually nothing: readers handle it; dcmconv FILE NEWFILE writes a new group 0002");

  /** For a data set that was truncated before it was deflated. */
  public static final Advice CUT_BEFORE_DEFLATING =
      new Advice(
          "software that deflated a data set which was incomplete already: the stream itself is"
              + " whole, so copying again does not help",
          "export the instance again from the system that made it");

  /** For an element that extends beyond the end of its sequence. */
  public static final Advice OVERRUN =
      new Advice(
          "software that omitted padding bytes in the length of a sequence",
          "usually nothing: nothing is lost");

  /** For fewer frames than Number of Frames. */
  public static final Advice FEWER_FRAMES =
      new Advice(
          "software that wrote a wrong Number of Frames, or a recording that was stopped early: the"
              + " pixel data is closed, so nothing is missing after it",
          "compare the number of frames with the system that made it; where it has more, export the"
              + " instance again");

  /** For a deflate stream that cannot be inflated. */
  public static final Advice BAD_STREAM =
      new Advice(
          "a damaged block: the stream can be read up to there",
          "compare the file with its source (sha256sum); where they are equal, export the instance"
              + " again");

  private static final String EXPLICIT_LITTLE = "1.2.840.10008.1.2.1";

  private static final Advice VIDEO =
      new Advice(
          "a video; the service processes no video",
          "keep it in its archive, or ask the operator of the service; decompressing a video makes"
              + " it very large");

  private static final Advice HTJ2K =
      new Advice(
          "an export from a cloud store that keeps images as High-Throughput JPEG 2000",
          "ask the exporter for another transfer syntax, for example "
              + EXPLICIT_LITTLE
              + " or 1.2.840.10008.1.2.4.90. In DICOMweb that is the header Accept:"
              + " multipart/related; type=\"application/dicom\"; transfer-syntax="
              + EXPLICIT_LITTLE
              + " (AWS HealthImaging, GetDICOMInstance: Accept: application/dicom;"
              + " transfer-syntax="
              + EXPLICIT_LITTLE
              + ")");

  private static final Advice REAL_TIME =
      new Advice(
          "a transfer syntax of live video (PS3.22) that no file should have",
          "correct the software that wrote the file");

  private static final Advice REFERENCED =
      new Advice(
          "an object whose pixels are on a JPIP server and not in the file",
          "export it again with its pixels, for example in " + EXPLICIT_LITTLE);

  private static final Advice UNKNOWN =
      new Advice(
          "a private transfer syntax of a manufacturer, or one newer than this program",
          "export it again in a standard transfer syntax, for example "
              + EXPLICIT_LITTLE
              + "; if the service takes it as it is, name its UID in --transfer-syntax");

  private static final Advice ENCAPSULATED_UNCOMPRESSED =
      new Advice(
          "software that puts uncompressed frames into fragments, so that each can be found",
          "export it again in " + EXPLICIT_LITTLE);

  private static final Advice DEFLATED_FRAMES =
      new Advice(
          "software that deflates each frame on its own, as for segmentations",
          "export it again in " + EXPLICIT_LITTLE);

  private static final Advice JPEG_XL =
      new Advice(
          "a compression that is new in the standard (2024) and that few readers support",
          "export it again in " + EXPLICIT_LITTLE);

  private Remedies() {}

  /** For a file in a transfer syntax that the target does not accept. */
  public static Advice of(TransferSyntax syntax) {
    String uid = syntax.uid();
    return switch (syntax.codec()) {
      case JPEG -> decompress((syntax.isJpegLs() ? "dcmdjpls" : "dcmdjpeg") + " FILE NEWFILE");
      case JPEG_2000 ->
          syntax.isHtj2k() ? HTJ2K : decompress("gdcmconv --raw FILE NEWFILE (of GDCM)");
      case RLE -> decompress("dcmdrle FILE NEWFILE");
      case VIDEO -> VIDEO;
      case NATIVE ->
          new Advice(
              "an uncompressed form that the target does not accept",
              "dcmconv +te FILE NEWFILE writes Explicit VR Little Endian");
      case OTHER ->
          uid.endsWith(".98")
              ? ENCAPSULATED_UNCOMPRESSED
              : uid.endsWith(".8.1") ? DEFLATED_FRAMES : JPEG_XL;
      case UNKNOWN -> syntax.isLive() ? REAL_TIME : syntax.isJpip() ? REFERENCED : UNKNOWN;
    };
  }

  private static Advice decompress(String command) {
    return new Advice(
        "a compression that the target does not accept",
        command + " decompresses it; or name the UID in --transfer-syntax if the service takes it");
  }

  /**
   * For a data set with another encoding than its transfer syntax declares.
   *
   * @param start position of the data set in the file
   */
  public static Advice encoding(Encoding found, long start) {
    return new Advice(
        "software that writes the data set in one form and names another in (0002,0010)",
        "usually nothing, unless other readers fail: "
            + anew(found, start)
            + " writes it in Explicit VR Little Endian");
  }

  /**
   * For a deflate stream in zlib format (RFC 1950), which begins with two bytes that PS3.5 A.5 does
   * not allow.
   *
   * @param start position of the stream in the file
   */
  public static Advice zlibHeader(long start) {
    return new Advice(
        "software that used the default format of the zlib library",
        "usually nothing, unless other readers fail: { head -c "
            + start
            + " FILE; tail -c +"
            + (start + 3)
            + " FILE; } | dcmconv +te - NEWFILE writes it without deflate");
  }

  /** For a data set that is not deflated although its transfer syntax says so. */
  public static Advice notDeflated(Encoding found, long start) {
    return new Advice(
        "software that names the deflated transfer syntax and does not deflate (versions of odil"
            + " and dcmjs do so); the copy is not at fault",
        anew(found, start) + " writes it in Explicit VR Little Endian");
  }

  private static String anew(Encoding found, long start) {
    String option =
        switch (found) {
          case IMPLICIT_LITTLE -> "-ti";
          case EXPLICIT_LITTLE -> "-te";
          case EXPLICIT_BIG -> "-tb";
        };
    return "tail -c +" + (start + 1) + " FILE | dcmconv -f " + option + " +te - NEWFILE";
  }
}
