package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The faults of presign requests: answers in place of a URL, and unusable URLs. Safe for several
 * threads.
 */
final class PresignFaults {
  private static final String LOGIN_PAGE =
      "<!DOCTYPE html><html><head><title>Guest network</title></head><body><form"
          + " action=\"/login\">Please sign in to use this network.</form></body></html>";
  private static final String FILTER_PAGE =
      "<!DOCTYPE html><html><head><title>Blocked</title></head>"
          + "<body>This address was blocked by the content filter.</body></html>";
  private static final String TOO_LARGE_PAGE =
      "<html><head><title>400 Request Header Or Cookie Too Large</title></head>"
          + "<body><h1>400 Bad Request</h1>Request Header Or Cookie Too Large</body></html>";

  private final Faults faults;
  private volatile @Nullable Reply last;

  PresignFaults(Faults faults) {
    this.faults = faults;
  }

  /** The answer before the token is checked, if a fault affects the request. */
  Optional<PresignEndpoint.Answer> before(RequestExchange exchange) {
    if (faults.strikes(FaultKind.PRESIGN_UNAVAILABLE)) {
      return Optional.of(PresignEndpoint.error(503, "unavailable"));
    }
    var throttled = faults.delay(FaultKind.PRESIGN_THROTTLED);
    if (throttled.isPresent()) {
      String seconds = Long.toString(throttled.get().toSeconds());
      return Optional.of(PresignEndpoint.error(429, "throttled").with("Retry-After", seconds));
    }
    if (!exchange.path().endsWith("/") && faults.strikes(FaultKind.PRESIGN_SLASH)) {
      Reply reply = Reply.empty(301).with("Location", exchange.path() + "/");
      return fault(FaultKind.PRESIGN_SLASH, reply);
    }
    if (faults.strikes(FaultKind.PRESIGN_HTML)) {
      return fault(FaultKind.PRESIGN_HTML, Reply.of(200, "text/html", LOGIN_PAGE));
    }
    if (faults.strikes(FaultKind.PRESIGN_FILTER)) {
      return fault(FaultKind.PRESIGN_FILTER, Reply.of(403, "text/html", FILTER_PAGE));
    }
    if (faults.strikes(FaultKind.PRESIGN_HEADER_TOO_LARGE)) {
      Reply reply = Reply.of(400, "text/html", TOO_LARGE_PAGE).closing();
      return fault(FaultKind.PRESIGN_HEADER_TOO_LARGE, reply);
    }
    return Optional.empty();
  }

  /** An earlier answer in place of a new one, as from a cache. */
  Optional<PresignEndpoint.Answer> repeated(RequestExchange exchange) {
    Reply earlier = last;
    if (earlier == null) {
      return Optional.empty();
    }
    if (faults.strikes(FaultKind.URL_REPEATED)) {
      return fault(FaultKind.URL_REPEATED, earlier);
    }
    String cacheControl = exchange.header("Cache-Control");
    boolean wantsFresh = cacheControl != null && cacheControl.contains("no-cache");
    return !wantsFresh && faults.strikes(FaultKind.URL_CACHED)
        ? fault(FaultKind.URL_CACHED, earlier)
        : Optional.empty();
  }

  /** The answer with a URL, unless a fault changes it; kept for a repeated answer. */
  PresignEndpoint.Answer issued(Reply reply, String url, String key) {
    last = reply;
    if (faults.strikes(FaultKind.PRESIGN_TRUNCATED)) {
      return new PresignEndpoint.Answer("fault presign-truncated", reply.cutInHalf());
    }
    if (faults.strikes(FaultKind.PRESIGN_FORM)) {
      String bucket =
          url.substring(0, url.indexOf(SandboxSettings.BUCKET)) + SandboxSettings.BUCKET;
      Map<String, String> fields = Map.of("key", key, "policy", "e30=");
      Reply form = Reply.json(200, Map.of("url", bucket, "fields", fields));
      return new PresignEndpoint.Answer("fault presign-form", form);
    }
    return new PresignEndpoint.Answer("issued", reply);
  }

  private static Optional<PresignEndpoint.Answer> fault(FaultKind kind, Reply reply) {
    return Optional.of(new PresignEndpoint.Answer("fault " + kind.optionName(), reply));
  }
}
