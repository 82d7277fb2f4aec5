package io.github.dcmbulk.http;

import java.io.InputStream;
import java.util.Map;

/** A stream of zeros that needs no memory. */
public final class Zeros extends InputStream {
  private long left;

  /** That many zeros. */
  public Zeros(long length) {
    this.left = length;
  }

  @Override
  public int read() {
    return left-- > 0 ? 0 : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    left -= count;
    return count;
  }

  /** A PUT of that body. */
  public static HttpCall put(HttpUrl url, long length, InputStream body) {
    return HttpCall.put(
        url,
        Map.of("Content-Type", "application/dicom"),
        HttpBody.opened(length, false, body, () -> body),
        false);
  }
}
