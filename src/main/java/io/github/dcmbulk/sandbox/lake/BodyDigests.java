package io.github.dcmbulk.sandbox.lake;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** MD5 and checksums of one body, computed while it is received; for one thread. */
public final class BodyDigests {
  private final MessageDigest running;
  private final Map<ChecksumKind, ChecksumKind.Running> sums = new EnumMap<>(ChecksumKind.class);
  private final Map<ChecksumKind, String> values = new EnumMap<>(ChecksumKind.class);
  private byte[] md5 = new byte[0];

  /** Computes MD5 and the wanted checksums. */
  public BodyDigests(Set<ChecksumKind> wanted) {
    try {
      this.running = MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no MD5", e);
    }
    wanted.forEach(kind -> sums.put(kind, kind.begin()));
  }

  void update(byte[] bytes, int length) {
    running.update(bytes, 0, length);
    for (ChecksumKind.Running sum : sums.values()) {
      sum.update(bytes, length);
    }
  }

  /** The body is complete. */
  void end() {
    md5 = running.digest();
    sums.forEach((kind, sum) -> values.put(kind, sum.value()));
  }

  byte[] md5() {
    return md5.clone();
  }

  /** A wanted checksum, in the form of S3. */
  String checksum(ChecksumKind kind) {
    return Objects.requireNonNull(values.get(kind));
  }
}
