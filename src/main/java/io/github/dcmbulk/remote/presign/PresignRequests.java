package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.EndpointUrl;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.Endpoint;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ResponseClassifier;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sends requests for presigned URLs and finds the endpoint's URL. Safe for several threads. */
final class PresignRequests {
  /** Bad Request, Content Too Large, URI Too Long, Request Header Fields Too Large (RFC 6585). */
  private static final Set<Integer> TOO_LONG = Set.of(400, 413, 414, 431);

  private static final Pattern BEARER_ERROR =
      Pattern.compile("(?i)\\bbearer\\b.*?\\berror\\s*=\\s*\"?([a-z0-9_.-]{1,64})");

  /** Length in characters: half of what servers allow for a header by default. */
  private static final int LONG_TOKEN = 4096;

  private final InstrumentedClient client;
  private final Endpoint endpoint;

  PresignRequests(InstrumentedClient client, EndpointUrl configured) {
    this.client = client;
    this.endpoint = new Endpoint(configured);
  }

  /** Reads an answer from that URL. */
  @FunctionalInterface
  interface Reader<T> {
    T read(HttpAnswer answer, HttpUrl asked) throws AttemptFailure;

    /** The host of the presigned URL that the value holds, for the audit log; null for none. */
    default @Nullable String objectHost(T value) {
      return null;
    }
  }

  /** Reads an answer, and notes where else the URL could be requested. */
  private final class Reading<T> implements InstrumentedClient.Reader<T> {
    private final HttpUrl asked;
    private final int tokenLength;
    private final Reader<T> reader;
    private @Nullable HttpUrl elsewhere;

    Reading(HttpUrl asked, AccessToken token, Reader<T> reader) {
      this.asked = asked;
      this.tokenLength = token.value().reveal().length();
      this.reader = reader;
    }

    @Override
    public T read(HttpAnswer answer) throws AttemptFailure {
      HttpUrl slash = Endpoint.slash(asked, answer);
      elsewhere = slash == null ? endpoint.asGiven(asked, answer) : slash;
      if (answer.isSuccess()) {
        return reader.read(answer, asked);
      }
      AttemptFailure failure =
          ResponseClassifier.of(Step.PRESIGN, asked, answer, client.serviceTime(asked));
      if (mayBeTooLong(answer)) {
        throw tooLong(failure, tokenLength);
      }
      String error = bearerError(answer);
      throw error.isEmpty() ? failure : withDetail(failure, ", " + error, failure.remedy());
    }

    @Override
    public @Nullable String objectHost(T value) {
      return reader.objectHost(value);
    }
  }

  /**
   * Makes one attempt; a second one at once if the answer shows that the endpoint is elsewhere.
   *
   * @param cacheControl value of {@code Cache-Control} (RFC 9111 §5.2.1)
   * @param reader reads an answer of 2xx
   * @throws AttemptFailure no URL was received, or none that can be used
   */
  <T> T send(AccessToken token, InstanceRef instanceRef, String cacheControl, Reader<T> reader)
      throws AttemptFailure, InterruptedException {
    Reading<T> first = new Reading<>(endpoint.url(), token, reader);
    try {
      return send(token, instanceRef, cacheControl, first);
    } catch (AttemptFailure failure) {
      HttpUrl elsewhere = first.elsewhere;
      if (elsewhere == null) {
        throw failure;
      }
      try {
        return send(token, instanceRef, cacheControl, new Reading<>(elsewhere, token, reader));
      } catch (AttemptFailure there) {
        throw there.kind() == Kind.FOREIGN ? failure : there;
      }
    }
  }

  private <T> T send(
      AccessToken token, InstanceRef instanceRef, String cacheControl, Reading<T> reading)
      throws AttemptFailure, InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + token.value().reveal(),
            "Accept",
            "application/json, text/plain;q=0.9, */*;q=0.1",
            "Cache-Control",
            cacheControl);
    HttpCall call = HttpCall.get(reading.asked, headers);
    T value = client.send(Step.PRESIGN, call, 0, instanceRef, reading);
    endpoint.isAt(reading.asked);
    return value;
  }

  /** A server in front of the service refuses long headers with its own page or an empty body. */
  private static boolean mayBeTooLong(HttpAnswer answer) {
    return TOO_LONG.contains(answer.status()) && !answer.text().strip().startsWith("{");
  }

  private static AttemptFailure tooLong(AttemptFailure failure, int tokenLength) {
    return withDetail(
        failure,
        "; the token is "
            + Count.of(tokenLength, "character")
            + " long, and servers limit headers, often to 8 KiB",
        tokenLength < LONG_TOKEN
            ? failure.remedy()
            : "ask for shorter tokens (fewer claims or groups), or for a higher limit in the"
                + " server in front (nginx: large_client_header_buffers, Apache:"
                + " LimitRequestFieldSize)");
  }

  /** Error of the challenge, such as {@code insufficient_scope} (RFC 6750 §3); empty for none. */
  private static String bearerError(HttpAnswer answer) {
    String challenge = answer.header("www-authenticate");
    Matcher error = BEARER_ERROR.matcher(challenge == null ? "" : challenge);
    return error.find() ? error.group(1) : "";
  }

  private static AttemptFailure withDetail(
      AttemptFailure failure, String more, @Nullable String remedy) {
    return new AttemptFailure(
        Step.PRESIGN,
        failure.kind(),
        failure.code(),
        failure.detail() + more,
        failure.retryAfter(),
        remedy,
        null);
  }
}
