package io.github.dcmbulk.dicom;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a transfer syntax UID says about a file (PS3.5 Annex A, PS3.6 Table A-1).
 *
 * @param uid as in (0002,0010), padding stripped
 * @param name for people
 * @param encoding of the data set's elements
 * @param deflated whether the data set is a raw deflate stream
 * @param codec of the pixel data
 */
record TransferSyntax(
    String uid, String name, Encoding encoding, boolean deflated, PixelCodec codec) {
  private static final String STANDARD = "1.2.840.10008.1.2";

  private static final Map<String, TransferSyntax> KNOWN =
      Stream.of(
              plain("", "Implicit VR Little Endian", Encoding.IMPLICIT_LITTLE),
              plain(".1", "Explicit VR Little Endian", Encoding.EXPLICIT_LITTLE),
              plain(".2", "Explicit VR Big Endian", Encoding.EXPLICIT_BIG),
              deflated(".1.99", "Deflated Explicit VR Little Endian", PixelCodec.NATIVE),
              deflated(".4.95", "JPIP Referenced Deflate", PixelCodec.UNKNOWN),
              deflated(".4.205", "JPIP HTJ2K Referenced Deflate", PixelCodec.UNKNOWN),
              coded(".4.50", "JPEG Baseline", PixelCodec.JPEG),
              coded(".4.51", "JPEG Extended", PixelCodec.JPEG),
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
              coded(".4.100", "MPEG2 Main Profile / Main Level", PixelCodec.OTHER),
              coded(".4.101", "MPEG2 Main Profile / High Level", PixelCodec.OTHER),
              coded(".4.102", "MPEG-4 AVC/H.264 High Profile", PixelCodec.OTHER),
              coded(".4.103", "MPEG-4 AVC/H.264 BD-compatible", PixelCodec.OTHER),
              coded(".4.104", "MPEG-4 AVC/H.264 for 2D Video", PixelCodec.OTHER),
              coded(".4.105", "MPEG-4 AVC/H.264 for 3D Video", PixelCodec.OTHER),
              coded(".4.106", "MPEG-4 AVC/H.264 Stereo", PixelCodec.OTHER),
              coded(".4.107", "HEVC/H.265 Main Profile", PixelCodec.OTHER),
              coded(".4.108", "HEVC/H.265 Main 10 Profile", PixelCodec.OTHER),
              coded(".4.110", "JPEG XL Lossless", PixelCodec.OTHER),
              coded(".4.111", "JPEG XL JPEG Recompression", PixelCodec.OTHER),
              coded(".4.112", "JPEG XL", PixelCodec.OTHER),
              coded(".4.201", "High-Throughput JPEG 2000 Lossless", PixelCodec.JPEG_2000),
              coded(".4.202", "High-Throughput JPEG 2000 RPCL Lossless", PixelCodec.JPEG_2000),
              coded(".4.203", "High-Throughput JPEG 2000", PixelCodec.JPEG_2000),
              coded(".4.204", "JPIP HTJ2K Referenced", PixelCodec.UNKNOWN),
              coded(".5", "RLE Lossless", PixelCodec.RLE),
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

  /** The syntax of a UID; one that is not known is read as explicit little endian. */
  static TransferSyntax of(String uid) {
    TransferSyntax known = KNOWN.get(uid);
    return known != null
        ? known
        : new TransferSyntax(uid, "unknown", Encoding.EXPLICIT_LITTLE, false, PixelCodec.UNKNOWN);
  }

  /** For a data set that states none. */
  static TransferSyntax guessed(Encoding encoding) {
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
