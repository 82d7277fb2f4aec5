package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.UriEncoding;
import io.github.dcmbulk.sandbox.lake.ChecksumKind;
import io.github.dcmbulk.sandbox.lake.Incoming;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a PUT states about its body: {@code Content-MD5}, {@code x-amz-checksum-…} as a header or as
 * a parameter of the presigned URL, {@code x-amz-content-sha256}. S3 compares each with the
 * received body.
 */
final class BodyClaims {
  private static final int MD5_BYTES = 16;
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final String ALGORITHM = "x-amz-sdk-checksum-algorithm";

  private final byte @Nullable [] md5;
  private final Map<ChecksumKind, String> checksums;
  private final @Nullable String sha256Hex;
  private final @Nullable String algorithm;

  private BodyClaims(
      byte @Nullable [] md5,
      Map<ChecksumKind, String> checksums,
      @Nullable String sha256Hex,
      @Nullable String algorithm) {
    this.md5 = md5;
    this.checksums = checksums;
    this.sha256Hex = sha256Hex;
    this.algorithm = algorithm;
  }

  /** Reads them from a request whose signature was verified. */
  static BodyClaims of(RequestExchange exchange) {
    Map<ChecksumKind, String> checksums = new EnumMap<>(ChecksumKind.class);
    UriEncoding.decodedQuery(exchange.query())
        .forEach(
            (name, value) ->
                ChecksumKind.ofHeader(name.toLowerCase(Locale.ROOT))
                    .ifPresent(kind -> checksums.put(kind, value)));
    for (ChecksumKind kind : ChecksumKind.values()) {
      String value = exchange.header(kind.header());
      if (value != null) {
        checksums.put(kind, value.strip());
      }
    }
    String payload = exchange.header(PAYLOAD);
    boolean isDigest = payload != null && payload.matches("[0-9a-f]{64}");
    return new BodyClaims(
        announcedMd5(exchange), checksums, isDigest ? payload : null, exchange.header(ALGORITHM));
  }

  /** The MD5 in {@code Content-MD5}, empty when invalid; null without the header. */
  private static byte @Nullable [] announcedMd5(RequestExchange exchange) {
    String header = exchange.header("Content-MD5");
    if (header == null) {
      return null;
    }
    try {
      return Base64.getDecoder().decode(header.strip());
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** What is wrong before the body is read. */
  Optional<Refusal> fault() {
    if (md5 != null && md5.length != MD5_BYTES) {
      return Optional.of(Refusal.of(StoreError.INVALID_DIGEST));
    }
    if (algorithm != null && checksums.isEmpty()) {
      return Optional.of(Refusal.of(StoreError.NO_CHECKSUM_FOR_ALGORITHM));
    }
    return Optional.empty();
  }

  /** The checksums that the answer needs, or that must be compared. */
  Set<ChecksumKind> wanted() {
    Set<ChecksumKind> wanted = EnumSet.of(answered());
    wanted.addAll(checksums.keySet());
    if (sha256Hex != null) {
      wanted.add(ChecksumKind.SHA256);
    }
    return wanted;
  }

  /** The checksum of the answer: the client's, otherwise CRC64NVME (S3 since December 2024). */
  ChecksumKind answered() {
    return checksums.keySet().stream().findFirst().orElse(ChecksumKind.CRC64NVME);
  }

  /** What differs from the received body. */
  Optional<Refusal> mismatch(Incoming body) {
    if (md5 != null && !Arrays.equals(md5, body.md5())) {
      return Optional.of(Refusal.of(StoreError.BAD_DIGEST));
    }
    for (Map.Entry<ChecksumKind, String> claim : checksums.entrySet()) {
      if (!claim.getValue().equals(body.checksum(claim.getKey()))) {
        return Optional.of(
            Refusal.of(StoreError.BAD_CHECKSUM)
                .saying(
                    "The "
                        + claim.getKey().name()
                        + " you specified did not match the calculated checksum."));
      }
    }
    if (sha256Hex != null && !sha256Hex.equals(hex(body.checksum(ChecksumKind.SHA256)))) {
      return Optional.of(
          Refusal.of(StoreError.PAYLOAD_MISMATCH)
              .with("ClientComputedContentSHA256", sha256Hex)
              .with("S3ComputedContentSHA256", hex(body.checksum(ChecksumKind.SHA256))));
    }
    return Optional.empty();
  }

  private static String hex(String base64) {
    return HexFormat.of().formatHex(Base64.getDecoder().decode(base64));
  }
}
