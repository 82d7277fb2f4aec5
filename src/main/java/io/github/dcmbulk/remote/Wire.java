package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.Attempt.Result;
import java.util.function.LongSupplier;

/** Sends requests, and lets everybody know who counts, measures or sets a clock by them. */
final class Wire {
  private final HttpTransport transport;
  private final ServiceClock clock;
  private final Counters counters;
  private final Attempt.Listener listener;
  private final LongSupplier nanos;

  Wire(
      HttpTransport transport,
      ServiceClock clock,
      Counters counters,
      Attempt.Listener listener,
      LongSupplier nanos) {
    this.transport = transport;
    this.clock = clock;
    this.counters = counters;
    this.listener = listener;
    this.nanos = nanos;
  }

  /**
   * Sends a request.
   *
   * @param bytes how much of an instance it carries
   */
  HttpAnswer send(Step step, HttpCall call, long bytes)
      throws AttemptFailure, InterruptedException {
    counters.request(step);
    long start = nanos.getAsLong();
    try {
      HttpAnswer answer = transport.send(call);
      clock.observe(answer);
      report(step, call, result(answer.status()), answer.status(), start, bytes);
      return answer;
    } catch (TransportException e) {
      boolean late = e.kind() == TransportException.Kind.TIMEOUT;
      if (e.kind() != TransportException.Kind.SOURCE) {
        report(step, call, late ? Result.TIMED_OUT : Result.FAILED, 0, start, bytes);
      }
      throw Diagnosis.of(step, e);
    }
  }

  private void report(Step step, HttpCall call, Result result, int status, long start, long bytes) {
    long took = nanos.getAsLong() - start;
    counters.took(step, took);
    listener.on(new Attempt(step, call.url().host(), result, status, took, bytes));
  }

  private static Result result(int status) {
    if (status >= 200 && status < 300) {
      return Result.OK;
    }
    return status == 429 || status == 503 ? Result.THROTTLED : Result.FAILED;
  }
}
