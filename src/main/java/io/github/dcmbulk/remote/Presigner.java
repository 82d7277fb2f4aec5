package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.AttemptFailure.Kind;
import io.github.dcmbulk.remote.PresignAnswer.ShapeException;
import java.util.Map;

/** Asks for presigned URLs, and accepts only those that may and can be used. */
final class Presigner {
  private final Wire wire;
  private final ServiceSettings settings;
  private final ServiceClock clock;

  Presigner(Wire wire, ServiceSettings settings, ServiceClock clock) {
    this.wire = wire;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * One attempt.
   *
   * @param knowsSha256 whether the instance's SHA-256 is known, should the URL demand it
   * @param errand which instance it is for
   */
  PresignedUrl request(AccessToken token, boolean knowsSha256, Errand errand)
      throws AttemptFailure, InterruptedException {
    return send(token, errand, answer -> usable(read(answer).url(), knowsSha256));
  }

  /** One attempt, whatever the URL is good for. */
  PresignAnswer.Found ask(AccessToken token) throws AttemptFailure, InterruptedException {
    return send(token, Errand.NONE, this::read);
  }

  private <T> T send(AccessToken token, Errand errand, Wire.Reader<T> reader)
      throws AttemptFailure, InterruptedException {
    Map<String, String> headers =
        Map.of(
            "Authorization",
            "Bearer " + token.value().reveal(),
            "Accept",
            "application/json, text/plain;q=0.9, */*;q=0.1",
            "Cache-Control",
            "no-store");
    HttpCall call = HttpCall.get(settings.presign(), headers);
    return wire.send(Step.PRESIGN, call, 0, errand, reader);
  }

  private PresignedUrl usable(PresignedUrl url, boolean knowsSha256) throws AttemptFailure {
    checkDestination(url.url());
    PutHeaders.checkSigned(url, knowsSha256);
    return url;
  }

  private PresignAnswer.Found read(HttpAnswer answer) throws AttemptFailure {
    if (!answer.isSuccess()) {
      throw Diagnosis.of(Step.PRESIGN, settings.presign(), answer, clock.instant());
    }
    return parse(answer);
  }

  private PresignAnswer.Found parse(HttpAnswer answer) throws AttemptFailure {
    if (answer.cut()) {
      throw foreign("a body of more than " + answer.text().length() + " characters");
    }
    try {
      return PresignAnswer.parse(answer.text(), answer.mediaType(), settings.presignUrlPointer());
    } catch (ShapeException e) {
      String what = String.valueOf(e.getMessage());
      throw e.isTruncated()
          ? new AttemptFailure(Step.PRESIGN, Kind.TRANSIENT, "presign-answer", told(what))
          : foreign(what);
    }
  }

  private AttemptFailure foreign(String what) {
    return new AttemptFailure(Step.PRESIGN, Kind.FOREIGN, "presign-answer", told(what));
  }

  private String told(String what) {
    return settings.presign() + " answered to presign with no URL but " + what;
  }

  private void checkDestination(HttpUrl url) throws AttemptFailure {
    if (!settings.isConfidential(url)) {
      throw refused(url, "would be sent in clear (plain http)");
    }
    if (!settings.mayReceive(url)) {
      throw refused(url, "is not among the hosts of --upload-host");
    }
  }

  private static AttemptFailure refused(HttpUrl url, String why) {
    return new AttemptFailure(
        Step.PRESIGN,
        Kind.MISCONFIGURED,
        "upload-host",
        "the presigned URL's host " + url + " " + why);
  }
}
