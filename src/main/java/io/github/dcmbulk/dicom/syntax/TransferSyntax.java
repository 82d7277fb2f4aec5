package io.github.dcmbulk.dicom.syntax;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Properties of a transfer syntax (PS3.5 Annex A, PS3.6 Table A-1).
 *
 * @param uid as in (0002,0010), without padding
 * @param name name for messages
 * @param encoding of the data set's elements
 * @param deflated whether the data set is a raw deflate stream
 * @param codec of the pixel data
 */
public record TransferSyntax(
    String uid, String name, Encoding encoding, boolean deflated, PixelCodec codec) {
  private static final String STANDARD = "1.2.840.10008.1.2";
  private static final String UNKNOWN = "unknown";
  private static final String LIVE = STANDARD + ".7.";

  private static final Map<String, TransferSyntax> KNOWN =
      Stream.of(
              plain("", "Implicit VR Little Endian", Encoding.IMPLICIT_LITTLE),
              plain(".1", "Explicit VR Little Endian", Encoding.EXPLICIT_LITTLE),
              plain(".2", "Explicit VR Big Endian", Encoding.EXPLICIT_BIG),
              deflated(".1.99", "Deflated Explicit VR Little Endian", PixelCodec.NATIVE),
              coded(
                  ".1.98", "Encapsulated Uncompressed Explicit VR Little Endian", PixelCodec.OTHER),
              deflated(".4.95", "JPIP Referenced Deflate", PixelCodec.UNKNOWN),
              deflated(".4.205", "JPIP HTJ2K Referenced Deflate", PixelCodec.UNKNOWN),
              coded(".4.50", "JPEG Baseline", PixelCodec.JPEG),
              coded(".4.51", "JPEG Extended", PixelCodec.JPEG),
              coded(".4.52", "JPEG Extended, Processes 3 and 5 (retired)", PixelCodec.JPEG),
              coded(
                  ".4.53", "JPEG Spectral Selection, Processes 6 and 8 (retired)", PixelCodec.JPEG),
              coded(
                  ".4.54", "JPEG Spectral Selection, Processes 7 and 9 (retired)", PixelCodec.JPEG),
              coded(".4.55", "JPEG Full Progression (retired)", PixelCodec.JPEG),
              coded(".4.57", "JPEG Lossless", PixelCodec.JPEG),
              coded(".4.70", "JPEG Lossless, First-Order Prediction", PixelCodec.JPEG),
              coded(".4.80", "JPEG-LS Lossless", PixelCodec.JPEG),
              coded(".4.81", "JPEG-LS Near-Lossless", PixelCodec.JPEG),
              coded(".4.90", "JPEG 2000 Lossless", PixelCodec.JPEG_2000),
              coded(".4.91", "JPEG 2000", PixelCodec.JPEG_2000),
              coded(".4.92", "JPEG 2000 Multi-component Lossless", PixelCodec.JPEG_2000),
              coded(".4.93", "JPEG 2000 Multi-component", PixelCodec.JPEG_2000),
              coded(".4.94", "JPIP Referenced", PixelCodec.UNKNOWN),
              coded(".4.100", "MPEG2 Main Profile / Main Level", PixelCodec.VIDEO),
              coded(".4.101", "MPEG2 Main Profile / High Level", PixelCodec.VIDEO),
              coded(".4.102", "MPEG-4 AVC/H.264 High Profile", PixelCodec.VIDEO),
              coded(".4.103", "MPEG-4 AVC/H.264 BD-compatible", PixelCodec.VIDEO),
              coded(".4.104", "MPEG-4 AVC/H.264 for 2D Video", PixelCodec.VIDEO),
              coded(".4.105", "MPEG-4 AVC/H.264 for 3D Video", PixelCodec.VIDEO),
              coded(".4.106", "MPEG-4 AVC/H.264 Stereo", PixelCodec.VIDEO),
              coded(".4.107", "HEVC/H.265 Main Profile", PixelCodec.VIDEO),
              coded(".4.108", "HEVC/H.265 Main 10 Profile", PixelCodec.VIDEO),
              coded(".4.100.1", "Fragmentable MPEG2 Main Profile / Main Level", PixelCodec.VIDEO),
              coded(".4.101.1", "Fragmentable MPEG2 Main Profile / High Level", PixelCodec.VIDEO),
              coded(".4.102.1", "Fragmentable MPEG-4 AVC/H.264 High Profile", PixelCodec.VIDEO),
              coded(".4.103.1", "Fragmentable MPEG-4 AVC/H.264 BD-compatible", PixelCodec.VIDEO),
              coded(".4.104.1", "Fragmentable MPEG-4 AVC/H.264 for 2D Video", PixelCodec.VIDEO),
              coded(".4.105.1", "Fragmentable MPEG-4 AVC/H.264 for 3D Video", PixelCodec.VIDEO),
              coded(".4.106.1", "Fragmentable MPEG-4 AVC/H.264 Stereo", PixelCodec.VIDEO),
              coded(".4.110", "JPEG XL Lossless", PixelCodec.OTHER),
              coded(".4.111", "JPEG XL JPEG Recompression", PixelCodec.OTHER),
              coded(".4.112", "JPEG XL", PixelCodec.OTHER),
              coded(".4.201", "High-Throughput JPEG 2000 Lossless", PixelCodec.JPEG_2000),
              coded(".4.202", "High-Throughput JPEG 2000 RPCL Lossless", PixelCodec.JPEG_2000),
              coded(".4.203", "High-Throughput JPEG 2000", PixelCodec.JPEG_2000),
              coded(".4.204", "JPIP HTJ2K Referenced", PixelCodec.UNKNOWN),
              coded(".5", "RLE Lossless", PixelCodec.RLE),
              coded(".6.1", "RFC 2557 MIME encapsulation (retired)", PixelCodec.UNKNOWN),
              coded(".6.2", "XML encoding (retired)", PixelCodec.UNKNOWN),
              coded(".7.1", "SMPTE ST 2110-20 Uncompressed Progressive Video", PixelCodec.UNKNOWN),
              coded(".7.2", "SMPTE ST 2110-20 Uncompressed Interlaced Video", PixelCodec.UNKNOWN),
              coded(".7.3", "SMPTE ST 2110-30 PCM Digital Audio", PixelCodec.UNKNOWN),
              coded(".8.1", "Deflated Image Frame Compression", PixelCodec.OTHER),
              new TransferSyntax(
                  "1.2.840.113619.5.2",
                  "GE private, implicit with big endian pixels",
                  Encoding.IMPLICIT_LITTLE,
                  false,
                  PixelCodec.NATIVE),
              new TransferSyntax(
                  "1.2.840.10008.1.20",
                  "Papyrus 3 Implicit VR Little Endian (retired)",
                  Encoding.IMPLICIT_LITTLE,
                  false,
                  PixelCodec.NATIVE))
          .collect(Collectors.toUnmodifiableMap(TransferSyntax::uid, Function.identity()));

  /** The transfer syntax of a UID; an unknown one is read as explicit VR little endian. */
  public static TransferSyntax of(String uid) {
    TransferSyntax known = KNOWN.get(uid);
    return known != null
        ? known
        : new TransferSyntax(uid, UNKNOWN, Encoding.EXPLICIT_LITTLE, false, PixelCodec.UNKNOWN);
  }

  /** Name and UID; the UID alone if the name is unknown. */
  public String label() {
    return name.equals(UNKNOWN) ? UNKNOWN + " (" + uid + ")" : name + " (" + uid + ")";
  }

  /** High-Throughput JPEG 2000. */
  public boolean isHtj2k() {
    return name.startsWith("High-Throughput");
  }

  /** JPEG-LS, for which DCMTK has separate tools. */
  public boolean isJpegLs() {
    return name.startsWith("JPEG-LS");
  }

  /** Pixels on a JPIP server. */
  public boolean isJpip() {
    return name.startsWith("JPIP");
  }

  /** For real-time streams, not for files (PS3.22). */
  public boolean isLive() {
    return uid.startsWith(LIVE);
  }

  /** For a data set that states no transfer syntax. */
  public static TransferSyntax guessed(Encoding encoding) {
    return new TransferSyntax("", "not stated", encoding, false, PixelCodec.UNKNOWN);
  }

  private static TransferSyntax plain(String suffix, String name, Encoding encoding) {
    return new TransferSyntax(STANDARD + suffix, name, encoding, false, PixelCodec.NATIVE);
  }

  private static TransferSyntax coded(String suffix, String name, PixelCodec codec) {
    return new TransferSyntax(STANDARD + suffix, name, Encoding.EXPLICIT_LITTLE, false, codec);
  }

  private static TransferSyntax deflated(String suffix, String name, PixelCodec codec) {
    return new TransferSyntax(STANDARD + suffix, name, Encoding.EXPLICIT_LITTLE, true, codec);
  }
}
