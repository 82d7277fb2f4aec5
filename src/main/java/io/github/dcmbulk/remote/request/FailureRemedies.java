package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Step;

/** Remedies for a single failed request, for the command {@code doctor}. */
public final class FailureRemedies {
  private FailureRemedies() {}

  /** The failure as an exception with its remedy. */
  public static DcmbulkException on(AttemptFailure e) {
    String known = e.remedy();
    if (e.kind() == AttemptFailure.Kind.TOKEN_REFUSED && known != null) {
      return new ServiceUnreachableException(e.detail(), known, e);
    }
    if (e.kind() == AttemptFailure.Kind.TOKEN_REFUSED) {
      return new AccessRefusedException(
          e.detail(),
          e.code().startsWith("http-403")
              ? "the token does not allow uploads: request the right scope with --scope, or ask for"
                  + " more rights for this client"
              : "the API does not know this token: check that --token-url and --api-url belong to"
                  + " the same service",
          e);
    }
    return new ServiceUnreachableException(e.detail(), remedy(e), e);
  }

  /** What the user can do. */
  public static String remedy(AttemptFailure e) {
    return switch (e.kind()) {
      case UNREACHABLE -> "check the host and the network; see the steps above";
      case UNAVAILABLE, TRANSIENT -> unavailable(e);
      case THROTTLED -> "the service is throttling: try again later, with a lower --concurrency";
      case BAD_DIGEST ->
          "a device in between changes the bytes: try without proxy or virus scanner";
      case DOUBTFUL ->
          "either the store makes its ETags with another hash than MD5, which an upload notes, or"
              + " a device in between changes the bytes: try without proxy or virus scanner";
      case EXPIRED -> "the URLs expire too soon, or a clock is wrong: check the clocks";
      case FORBIDDEN -> "the URL was refused: give the service's operators the request id";
      case SIGNATURE ->
          "the URL is signed wrongly, or a proxy changes it: check the service's clock and keys,"
              + " and whether a proxy rewrites URLs or headers";
      case FOREIGN -> foreign(e);
      case MISCONFIGURED -> misconfigured(e);
      case AT_FAULT -> atFault(e);
      case STORE, SIGNER_EXPIRED, EXPIRED_AT_ISSUE -> String.valueOf(e.remedy());
      case INSTANCE -> "the store accepts no object of that size";
      case TOKEN_REFUSED, SOURCE, FINAL -> "give the service's operators host, status and request";
    };
  }

  private static String atFault(AttemptFailure e) {
    String known = e.remedy();
    return known == null ? "tell the service's operators" : known;
  }

  private static String unavailable(AttemptFailure e) {
    return e.code().startsWith("http-")
        ? "the service has a fault: try again later, or tell its operators"
        : "something closes or delays the connection: check proxy, firewall and port";
  }

  private static String foreign(AttemptFailure e) {
    String known = e.remedy();
    if (known != null) {
      return known;
    }
    if (e.code().startsWith("http-3")) {
      return "it redirects to another host, as login pages do: check the URL, and whether a proxy"
          + " or captive portal answers in its place";
    }
    String portal = ", and whether a captive portal or proxy answers in its place";
    if (e.step() == Step.TOKEN) {
      return e.code().startsWith("http-4")
          ? "check --token-url, and try --token-method get or post"
          : "check --token-url" + portal;
    }
    return e.code().equals("presign-answer") && !e.detail().contains("HTML")
        ? "name the URL's place with --presign-url-pointer; or check --api-url" + portal
        : "check --api-url" + portal;
  }

  private static String misconfigured(AttemptFailure e) {
    String known = e.remedy();
    if (known != null) {
      return known;
    }
    return switch (e.code()) {
      case "trust" -> "give the authority's certificate with --ca-file";
      case "proxy" -> "check --proxy, --proxy-user and the password's file";
      case "redirect" -> "name that host with --upload-host if instances may go there";
      default -> "see the steps above";
    };
  }
}
