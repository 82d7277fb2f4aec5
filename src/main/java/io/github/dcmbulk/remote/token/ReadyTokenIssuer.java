package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that are obtained outside of dcmbulk: from a file, or from a program's standard output;
 * either the token alone or the JSON of RFC 6749 §5.1. A missing token is treated as a refused one:
 * nothing can be sent, and no instance is at fault.
 */
final class ReadyTokenIssuer implements TokenIssuer {
  private static final int LONGEST = 64 * 1024;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private final Credentials credentials;
  private final Clock clock;
  private volatile Instant nextCheck = Instant.MIN;
  private volatile boolean changed;
  private volatile @Nullable Stamp read;

  ReadyTokenIssuer(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  /** Identifies a version of the file. */
  private record Stamp(Instant modified, long size, @Nullable Object key) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(found.lastModifiedTime().toInstant(), found.size(), found.fileKey());
    }
  }

  @Override
  public AccessToken issue() throws DcmbulkException, InterruptedException {
    if (credentials instanceof Credentials.TokenFile file) {
      return fromFile(file.file());
    }
    if (credentials instanceof Credentials.TokenCommand command) {
      Instant begun = clock.instant();
      return token(TokenProgram.run(command), begun, "command");
    }
    throw new IllegalStateException("no ready token: " + credentials.getClass());
  }

  /** Whether the file was written since it was read; checked at most once a second. */
  @Override
  public boolean hasNewer() {
    Stamp known = read;
    if (known == null || !(credentials instanceof Credentials.TokenFile source)) {
      return false;
    }
    Instant now = clock.instant();
    if (!changed && !now.isBefore(nextCheck)) {
      nextCheck = now.plus(BETWEEN_LOOKS);
      try {
        changed = !known.equals(Stamp.of(source.file()));
      } catch (IOException e) {
        // The file may be in replacement; the present token stays in use.
        changed = false;
      }
    }
    return changed;
  }

  private AccessToken fromFile(Path file) throws AccessRefusedException {
    try (InputStream in = Files.newInputStream(file)) {
      Stamp stamp = Stamp.of(file);
      String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
      read = stamp;
      changed = false;
      nextCheck = clock.instant().plus(BETWEEN_LOOKS);
      // expires_in counts from when the file was written.
      return token(text, stamp.modified(), "file " + file.getFileName());
    } catch (IOException e) {
      throw new AccessRefusedException(
          file + " cannot be read", "check its name and its permissions", e);
    }
  }

  private AccessToken token(String text, Instant since, String origin)
      throws AccessRefusedException {
    ReadyToken ready = ReadyToken.parse(text);
    if (ready == null) {
      throw new AccessRefusedException(
          "the token's " + origin + " contains no bearer token",
          "it must contain only the token, or JSON with access_token and expires_in");
    }
    Duration lifetime = ready.lifetime();
    return new AccessToken(
        Secret.of(ready.token()),
        since,
        lifetime == null ? null : since.plus(lifetime),
        null,
        origin,
        ready.remarks());
  }
}
