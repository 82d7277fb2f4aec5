package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Tokens that somebody else obtains: from a file, or from a program's standard output. */
final class ReadyTokenIssuer implements TokenIssuer {
  private static final int LONGEST = 64 * 1024;
  private static final long COMMAND_SECONDS = 60;

  private final Credentials credentials;
  private final Clock clock;

  ReadyTokenIssuer(Credentials credentials, Clock clock) {
    this.credentials = credentials;
    this.clock = clock;
  }

  @Override
  public AccessToken issue() throws UsageException, InterruptedException {
    if (credentials instanceof Credentials.TokenFile file) {
      return token(fromFile(file), "file " + file.file().getFileName());
    }
    if (credentials instanceof Credentials.TokenCommand command) {
      return token(fromCommand(command), "command");
    }
    throw new IllegalStateException("no ready token: " + credentials.getClass());
  }

  private AccessToken token(String text, String origin) throws UsageException {
    String token = text.strip();
    // b64token of RFC 6750 §2.1; anything else would break the header.
    if (!token.matches("[A-Za-z0-9._~+/-]+=*")) {
      throw new UsageException(
          "the token's " + origin + " holds no bearer token", "exactly one token, nothing else");
    }
    return new AccessToken(Secret.of(token), clock.instant(), null, null, origin);
  }

  private static String fromFile(Credentials.TokenFile source) throws UsageException {
    try (InputStream in = Files.newInputStream(source.file())) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UsageException(
          source.file() + " cannot be read", "check its name and its permissions", e);
    }
  }

  private static String fromCommand(Credentials.TokenCommand source)
      throws UsageException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(source.command())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
    } catch (IOException | IndexOutOfBoundsException e) {
      throw failed("cannot be started", e);
    }
    try (InputStream out = process.getInputStream()) {
      // Waited for first, as reading could not be interrupted; a token fits into the pipe.
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
        throw failed("did not end within " + COMMAND_SECONDS + " s", null);
      }
      if (process.exitValue() != 0) {
        throw failed("ended with exit code " + process.exitValue(), null);
      }
      return new String(out.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed("cannot be read", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static UsageException failed(String what, @Nullable Throwable cause) {
    return new UsageException(
        "the token command " + what, "run it by hand: it must print a token", cause);
  }
}
