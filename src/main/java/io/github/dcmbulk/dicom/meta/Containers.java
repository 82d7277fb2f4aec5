package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.model.PassedOverReason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Recognises files that contain other files, by their first bytes and not by name: archives, disc
 * images, instances that Orthanc compressed, and media directories (PS3.10 §8.6) that list missing
 * files.
 */
public final class Containers {
  /**
   * Position of the identifier of the first volume descriptor of a disc image (ECMA-119 §8.1.2).
   */
  private static final long ISO_IDENTIFIER = 32_769;

  /** Position of the magic value in a tar header (POSIX.1-1988, ustar). */
  private static final int TAR_MAGIC = 257;

  /** Length of the size in front of what Orthanc compresses. */
  private static final int ORTHANC_SIZE = 8;

  /** Enough compressed bytes for a preamble. */
  private static final int ORTHANC_START = 4096;

  /** First byte of a zlib stream with the usual window (RFC 1950 §2.2). */
  private static final byte ZLIB = 0x78;

  /** Size of a tar header, and the octal number in it that is the sum of all of its bytes. */
  private static final int TAR_HEADER = 512;

  private static final int TAR_SUM = 148;
  private static final int TAR_SUM_LENGTH = 8;

  private static final int ZIP_NAME_LENGTH = 26;
  private static final int ZIP_NAME = 30;

  /** First members of documents and programs in zip format, which contain no studies. */
  private static final List<String> ZIPPED_DOCUMENTS =
      List.of("[Content_Types].xml", "mimetype", "META-INF/", "_rels/", "word/", "xl/", "ppt/");

  private static final byte[][] ARCHIVES = {
    {'P', 'K', 3, 4}, // zip, APPNOTE §4.3.7
    {'P', 'K', 5, 6}, // a zip without members
    {'P', 'K', 7, 8}, // a zip in several parts
    {0x1F, (byte) 0x8B, 8}, // gzip, RFC 1952 §2.3.1
    {'B', 'Z', 'h'}, // bzip2
    {(byte) 0xFD, '7', 'z', 'X', 'Z', 0}, // xz
    {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD}, // zstd, RFC 8878 §3.1.1
    {'7', 'z', (byte) 0xBC, (byte) 0xAF, 0x27, 0x1C}, // 7z
    {'R', 'a', 'r', '!', 0x1A, 7}, // rar
    {0x1F, (byte) 0x9D}, // compress (.Z)
    {'M', 'S', 'C', 'F', 0, 0, 0, 0}, // cabinet
  };

  private Containers() {}

  /**
   * Why a file that is no instance may contain some.
   *
   * @return null if it contains no files, or all files that it lists exist
   * @throws IOException the file cannot be read
   */
  public static @Nullable PassedOverReason reason(Input in, Path path) throws IOException {
    try {
      int index = in.at(0, Preamble.PREFIX_END);
      if (index >= 0 && Preamble.isPrefix(in.bytes, index + Preamble.LENGTH)) {
        return MediaDirectory.lacksFiles(in, path) ? PassedOverReason.DICOMDIR_MISSING_FILES : null;
      }
      return isArchive(in) ? PassedOverReason.ARCHIVE : null;
    } catch (CheckFailure e) {
      return null;
    }
  }

  private static boolean isArchive(Input in) throws IOException, CheckFailure {
    for (byte[] magic : ARCHIVES) {
      if (holds(in, 0, magic)) {
        return magic[0] != 'P' || !isDocument(in);
      }
    }
    return holds(in, TAR_MAGIC, ascii("ustar"))
        || isCompressedByOrthanc(in)
        || isOldTar(in)
        // Last: this reads another part of the file.
        || holds(in, ISO_IDENTIFIER, ascii("CD001"))
        || holds(in, ISO_IDENTIFIER, ascii("BEA01")); // UDF without ISO 9660 (ECMA-167 2/9.2)
  }

  /**
   * An instance in Orthanc's storage with {@code StorageCompression}: its size in 64 bits, little
   * endian, and a zlib stream (Orthanc 1.10.1, findings/orthanc-storage-compression.sh).
   */
  private static boolean isCompressedByOrthanc(Input in) throws IOException, CheckFailure {
    if (!holds(in, ORTHANC_SIZE, new byte[] {ZLIB})) {
      return false;
    }
    int length = (int) Math.min(ORTHANC_START, in.size() - ORTHANC_SIZE);
    int index = in.at(ORTHANC_SIZE, length);
    if (index < 0) {
      return false;
    }
    byte[] start = new byte[Preamble.PREFIX_END];
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(in.bytes, index, length);
      return inflater.inflate(start) == start.length && Preamble.isPrefix(start, Preamble.LENGTH);
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }

  /** A tar of before POSIX has no magic; it is known by the checksum of its first header. */
  private static boolean isOldTar(Input in) throws IOException, CheckFailure {
    int index = in.at(0, TAR_HEADER);
    if (index < 0 || in.bytes[index] == 0) {
      return false;
    }
    int sum = 0;
    int stored = 0;
    int digits = 0;
    for (int i = 0; i < TAR_HEADER; i++) {
      int octet = in.bytes[index + i] & 0xFF;
      if (i < TAR_SUM || i >= TAR_SUM + TAR_SUM_LENGTH) {
        sum += octet;
        continue;
      }
      sum += ' ';
      if (octet >= '0' && octet <= '7') {
        stored = stored * 8 + octet - '0';
        digits++;
      } else if (octet != ' ' && octet != 0) {
        return false;
      }
    }
    return digits > 0 && stored == sum;
  }

  private static boolean isDocument(Input in) throws IOException, CheckFailure {
    int index = in.at(0, ZIP_NAME);
    if (index < 0) {
      return false;
    }
    int length =
        (in.bytes[index + ZIP_NAME_LENGTH] & 0xFF)
            | (in.bytes[index + ZIP_NAME_LENGTH + 1] & 0xFF) << 8;
    int shown = Math.min(length, 64);
    int at = in.at(0, ZIP_NAME + shown);
    if (at < 0) {
      return false;
    }
    String name = new String(in.bytes, at + ZIP_NAME, shown, StandardCharsets.ISO_8859_1);
    return ZIPPED_DOCUMENTS.stream().anyMatch(name::startsWith);
  }

  private static boolean holds(Input in, long position, byte[] magic)
      throws IOException, CheckFailure {
    int index = in.at(position, magic.length);
    if (index < 0) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if (in.bytes[index + i] != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
