package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Attempt.Result;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Sends requests; counts, times and reports them, and reads the clocks of hosts. */
public final class InstrumentedClient {
  private final HttpTransport transport;
  private final ServiceClocks clocks;
  private final Counters counters;
  private final Attempt.Listener listener;
  private final LongSupplier nanos;

  /** Sends through that transport. */
  public InstrumentedClient(
      HttpTransport transport,
      ServiceClocks clocks,
      Counters counters,
      Attempt.Listener listener,
      LongSupplier nanos) {
    this.transport = transport;
    this.clocks = clocks;
    this.counters = counters;
    this.listener = listener;
    this.nanos = nanos;
  }

  /** The present time by the clock of that URL's host, as far as it is known. */
  public Instant serviceTime(HttpUrl url) {
    return clocks.instant(url);
  }

  /** Converts an answer to a value. */
  @FunctionalInterface
  public interface Reader<T> {
    /**
     * Reads an answer of any status.
     *
     * @throws AttemptFailure the answer is a failure
     */
    T read(HttpAnswer answer) throws AttemptFailure;

    /** The host of the presigned URL in the value, for the audit log; null for none. */
    default @Nullable String objectHost(T value) {
      return null;
    }
  }

  /** A request that has been made. */
  private record Sent(Step step, HttpCall call, long bytes, InstanceRef instanceRef, long nanos) {}

  /**
   * Sends a request.
   *
   * @param bytes bytes of an instance in the request
   * @throws InterruptedException the run is being stopped
   * @throws AttemptFailure no answer was received, or it cannot be used
   */
  public HttpAnswer send(Step step, HttpCall call, long bytes)
      throws AttemptFailure, InterruptedException {
    return send(step, call, bytes, InstanceRef.NONE, answer -> answer);
  }

  /**
   * Sends a request for an instance and converts the answer. Listeners receive the result after the
   * conversion, so that an unusable answer counts as a failure.
   *
   * @throws InterruptedException the run is being stopped
   * @throws AttemptFailure no answer was received, or it cannot be used
   */
  public <T> T send(Step step, HttpCall call, long bytes, InstanceRef instanceRef, Reader<T> reader)
      throws AttemptFailure, InterruptedException {
    counters.request(step);
    long start = nanos.getAsLong();
    try {
      HttpAnswer answer = transport.send(call);
      clocks.observe(call.url(), answer);
      Sent sent = new Sent(step, call, bytes, instanceRef, nanos.getAsLong() - start);
      return read(answer, reader, sent);
    } catch (TransportException e) {
      boolean late = e.kind() == TransportException.Kind.TIMEOUT;
      AttemptFailure failure = ResponseClassifier.of(step, e);
      if (e.kind() != TransportException.Kind.SOURCE) {
        report(
            new Sent(step, call, bytes, instanceRef, nanos.getAsLong() - start),
            late ? Result.TIMED_OUT : Result.FAILED,
            0,
            new Attempt.Details(failure.code(), null, null));
      }
      throw failure;
    }
  }

  private <T> T read(HttpAnswer answer, Reader<T> reader, Sent sent) throws AttemptFailure {
    String requestId = S3Error.requestId(answer);
    Result result = result(answer.status());
    try {
      T value = reader.read(answer);
      String code = answer.status() < 400 ? null : "http-" + answer.status();
      Attempt.Details details = new Attempt.Details(code, requestId, reader.objectHost(value));
      report(sent, result, answer.status(), details);
      return value;
    } catch (AttemptFailure failure) {
      Result worse = result == Result.OK ? Result.FAILED : result;
      Attempt.Details details = new Attempt.Details(failure.code(), requestId, null);
      report(sent, worse, answer.status(), details);
      throw failure;
    }
  }

  private void report(Sent sent, Result result, int status, Attempt.Details details) {
    counters.took(sent.step, sent.nanos);
    listener.on(
        new Attempt(
            sent.step,
            sent.call.url().host(),
            result,
            status,
            sent.nanos,
            sent.bytes,
            sent.instanceRef,
            details));
  }

  private static Result result(int status) {
    if (status >= 200 && status < 300) {
      return Result.OK;
    }
    return status == 429 || status == 503 ? Result.THROTTLED : Result.FAILED;
  }
}
