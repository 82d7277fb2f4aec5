package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignAnswer.ShapeException;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import java.util.List;

/** Requests presigned URLs, and accepts only those that can be used, each for one instance. */
public final class Presigner {
  /**
   * How often another URL is requested in place of a known one. A gateway that caches answers is
   * found at the first repetition; {@link IssuedObjects} may err for one URL, but not for four.
   */
  private static final int ASK_AGAIN = 3;

  private final PresignRequests requests;
  private final ServiceSettings settings;
  private final IssuedObjects issued = new IssuedObjects();

  /** Whether a cache repeated an answer and obeyed {@code Cache-Control: no-cache}. */
  private volatile boolean cached;

  /** Requests URLs from the service of those settings. */
  public Presigner(InstrumentedClient client, ServiceSettings settings) {
    this.requests = new PresignRequests(client, settings.uploads());
    this.settings = settings;
  }

  /**
   * Makes one attempt to get a URL for an object that no earlier URL of this run was for. A URL
   * that a cache repeats is not used: a second instance would overwrite the first.
   *
   * @param instanceRef the instance it is for
   * @throws InterruptedException the run is being stopped
   * @throws AttemptFailure no URL was received, or none that can be used
   */
  public PresignedUrl request(AccessToken token, InstanceRef instanceRef)
      throws AttemptFailure, InterruptedException {
    PresignedUrl url =
        requests.send(token, instanceRef, cached ? "no-cache" : "no-store", new UsableUrl());
    PresignedUrl before = null;
    for (int i = 0; !issued.add(url); i++) {
      if (i == ASK_AGAIN || (before != null && before.object().equals(url.object()))) {
        throw issuedTwice();
      }
      before = url;
      url = requests.send(token, instanceRef, "no-cache", new UsableUrl());
    }
    cached |= before != null;
    return url;
  }

  /** Reads the URL from an answer, and checks that an instance may and can be sent to it. */
  private final class UsableUrl implements PresignRequests.Reader<PresignedUrl> {
    @Override
    public PresignedUrl read(HttpAnswer answer, HttpUrl asked) throws AttemptFailure {
      return usable(parse(answer, asked).url());
    }

    @Override
    public String objectHost(PresignedUrl url) {
      return url.url().host();
    }
  }

  private AttemptFailure issuedTwice() {
    return AttemptFailure.atFault(
        Step.PRESIGN,
        "url-issued-twice",
        settings.presign()
            + " issued the same upload URL twice, also when asked with Cache-Control: no-cache:"
            + " something caches the answers to GET "
            + settings.presign().path(),
        "switch off caching of that address in the gateway, CDN or proxy in front of the service;"
            + " or the service must give each object a name of its own");
  }

  /**
   * Makes one attempt to get a URL, without checking it.
   *
   * @throws InterruptedException the run is being stopped
   * @throws AttemptFailure no URL was received
   */
  public PresignAnswer.Found ask(AccessToken token) throws AttemptFailure, InterruptedException {
    return requests.send(token, InstanceRef.NONE, "no-store", this::parse);
  }

  private PresignedUrl usable(PresignedUrl url) throws AttemptFailure {
    checkDestination(url.url());
    PutHeaders headers = new PutHeaders(url);
    List<String> unknown = headers.unknown();
    if (!unknown.isEmpty()) {
      throw AttemptFailure.atFault(
          Step.PRESIGN,
          "signed-header",
          "the presigned URL for %s demands the header %s, and its value is not known"
              .formatted(url, String.join(", ", unknown)),
          "tell the service's operators: values of signed headers must be given with the URL, in an"
              + " object headers beside it; or the header must not be signed");
    }
    requireBody(url, headers);
    return url;
  }

  /**
   * Refuses a URL that is signed for an empty body.
   *
   * @throws AttemptFailure it is signed for an empty body
   */
  public static void requireBody(PresignedUrl url) throws AttemptFailure {
    requireBody(url, new PutHeaders(url));
  }

  private static void requireBody(PresignedUrl url, PutHeaders headers) throws AttemptFailure {
    String fixed = headers.fixedForEmptyBody();
    if (fixed != null) {
      throw AttemptFailure.atFault(
          Step.PRESIGN,
          "url-for-empty-body",
          "the presigned URL for %s fixes the checksum of an empty body (%s): no instance can be"
                  .formatted(url, fixed)
              + " stored with it",
          "tell the service's operators: the signer must not compute checksums when it signs; in"
              + " the AWS SDKs set requestChecksumCalculation to WHEN_REQUIRED, or the environment"
              + " variable AWS_REQUEST_CHECKSUM_CALCULATION=when_required");
    }
  }

  private PresignAnswer.Found parse(HttpAnswer answer, HttpUrl asked) throws AttemptFailure {
    if (answer.cut()) {
      throw foreign(asked, "a body of more than " + answer.text().length() + " characters");
    }
    try {
      return PresignAnswer.parse(answer.text(), answer.mediaType(), settings.presignUrlPointer());
    } catch (ShapeException e) {
      String what = String.valueOf(e.getMessage());
      if (e.isForm()) {
        throw AttemptFailure.atFault(
            Step.PRESIGN,
            "presign-form",
            asked + " answered, when asked for an upload URL, with " + what,
            "tell the service's operators: dcmbulk sends instances with PUT and needs presigned"
                + " PUT URLs, not POST forms (a URL with fields)");
      }
      throw e.isTruncated()
          ? new AttemptFailure(
              Step.PRESIGN, Kind.TRANSIENT, "presign-answer", answeredBy(asked, what))
          : foreign(asked, what);
    }
  }

  private static AttemptFailure foreign(HttpUrl asked, String what) {
    return new AttemptFailure(
        Step.PRESIGN, Kind.FOREIGN, "presign-answer", answeredBy(asked, what));
  }

  private static String answeredBy(HttpUrl asked, String what) {
    return asked
        + " answered, when asked for an upload URL (GET "
        + asked.path()
        + "), with no URL but "
        + what;
  }

  private void checkDestination(HttpUrl url) throws AttemptFailure {
    if (!settings.isConfidential(url)) {
      throw refused(url, "would be sent unencrypted (plain http)");
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
