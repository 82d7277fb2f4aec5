package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;
import java.io.IOException;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The data set of a deflated transfer syntax (PS3.5 A.5), inflated as far as it is read. Positions
 * count inflated bytes.
 */
public final class InflatedInput extends Input implements AutoCloseable {
  /**
   * Ratio to the file's size above which a stream is a decompression bomb, if it exceeds the
   * minimum too.
   */
  private static final long MAX_RATIO = 32;

  private static final long CAP_FLOOR = 1L << 30;

  private static final int GZIP_TRAILER = 8;

  /** Bytes. After this many zeros the rest is taken as padding. */
  private static final int ZEROS_READ = 256 << 10;

  private final Input source;
  private final Inflater inflater;
  private final long cap;
  private long sourcePosition;
  private long size = Long.MAX_VALUE;

  /**
   * Inflates what follows a position.
   *
   * @param zlib whether the stream has a zlib header, which the standard does not allow
   */
  public InflatedInput(Input source, long start, boolean zlib, byte[] window) {
    super(window);
    this.source = source;
    sourcePosition = start;
    inflater = new Inflater(!zlib);
    cap = Math.max(CAP_FLOOR, MAX_RATIO * source.size());
  }

  /** Whether two bytes begin a zlib stream (RFC 1950 §2.2), in contrast to a raw deflate stream. */
  public static boolean isZlibHeader(int first, int second) {
    return (first & 0x0F) == 8 && first >> 4 <= 7 && (first << 8 | second) % 31 == 0;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean rewinds() {
    return false;
  }

  @Override
  public boolean skipTo(long position) throws IOException, CheckFailure {
    while (windowStart + windowLength < position) {
      windowStart += windowLength;
      windowLength = 0;
      if (!inflate()) {
        return false;
      }
    }
    return true;
  }

  @Override
  boolean fetch(long position, int count) throws IOException, CheckFailure {
    if (!skipTo(position)) {
      return false;
    }
    int dropped = (int) (position - windowStart);
    windowLength -= dropped;
    windowStart = position;
    System.arraycopy(bytes, dropped, bytes, 0, windowLength);
    while (windowLength < count) {
      if (!inflate()) {
        return false;
      }
    }
    return true;
  }

  /** Adds bytes to the window; false at the end of the stream. */
  private boolean inflate() throws IOException, CheckFailure {
    if (windowStart > cap) {
      throw new CheckFailure(
          Check.INFLATE, Reason.CORRUPT, windowStart, 0, "inflates to more than " + cap + " bytes");
    }
    try {
      int added = inflater.inflate(bytes, windowLength, bytes.length - windowLength);
      while (added == 0 && !inflater.finished()) {
        feed();
        added = inflater.inflate(bytes, windowLength, bytes.length - windowLength);
      }
      windowLength += added;
      if (added == 0) {
        size = windowStart + windowLength;
      }
      return added > 0;
    } catch (DataFormatException e) {
      throw new CheckFailure(
          Check.INFLATE, Reason.CORRUPT, sourcePosition, 0, "not a valid deflate stream");
    }
  }

  /**
   * Bytes after the stream are not part of the data set. Writers pad with NUL (PS3.5 A.5), and GDCM
   * appends the checksum and length of a gzip trailer (RFC 1952 §2.3.1), which other writers pad.
   */
  @Override
  public void checkEnd(CheckLog log) throws IOException, CheckFailure {
    while (size == Long.MAX_VALUE) {
      skipTo(windowStart + windowLength + 1);
    }
    long end = sourcePosition - inflater.getRemaining();
    long rest = source.size() - end;
    long padding = isGzipTrailer(end, rest) ? end + GZIP_TRAILER : end;
    if (rest > 0 && !isZero(padding)) {
      log.warn(
          Check.TRAILING,
          Warning.TRAILING_BYTES,
          end,
          0,
          Count.of(rest, "byte") + " after the deflate stream");
    }
  }

  private boolean isGzipTrailer(long position, long rest) throws IOException, CheckFailure {
    int index = rest >= GZIP_TRAILER ? source.at(position, GZIP_TRAILER) : -1;
    return index >= 0
        && Encoding.EXPLICIT_LITTLE.u32(source.bytes, index + GZIP_TRAILER / 2)
            == (size & 0xFFFF_FFFFL);
  }

  private boolean isZero(long from) throws IOException, CheckFailure {
    long position = from;
    int count = source.available(position);
    while (count > 0) {
      int index = source.at(position, count);
      for (int i = index; i < index + count; i++) {
        if (source.bytes[i] != 0) {
          return false;
        }
      }
      position += count;
      count = position - from < ZEROS_READ ? source.available(position) : 0;
    }
    return true;
  }

  private void feed() throws IOException, CheckFailure {
    if (inflater.needsDictionary()) {
      throw new CheckFailure(
          Check.INFLATE, Reason.CORRUPT, sourcePosition, 0, "asks for a preset dictionary");
    }
    int count = source.available(sourcePosition);
    if (count == 0) {
      throw new CheckFailure(
          Check.INFLATE,
          Reason.TRUNCATED,
          sourcePosition,
          0,
          "the file ends inside the deflate stream");
    }
    inflater.setInput(source.bytes, source.at(sourcePosition, count), count);
    sourcePosition += count;
  }

  @Override
  public void close() {
    inflater.end();
  }
}
