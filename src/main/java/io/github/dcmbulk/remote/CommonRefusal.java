package io.github.dcmbulk.remote;

import org.jspecify.annotations.Nullable;

/** Remedies for a store that refuses many different instances for the same reason. */
public final class CommonRefusal {
  private CommonRefusal() {}

  /**
   * The remedy, as one line.
   *
   * @param code a refusal's short name, such as {@code http-405} or {@code http-403-AccessDenied};
   *     statuses by RFC 9110 §15.5 and §15.6
   */
  public static String remedy(String code) {
    String known = known(code);
    return (known == null ? "the cause is not a single instance" : known)
        + ". Give this line to the operators of the service, or of the network in between; then run"
        + " the same command again";
  }

  private static @Nullable String known(String code) {
    if (code.endsWith("TooLarge")) {
      return "the store, or a gateway in front of it, limits the size of an object below the size"
          + " of these instances";
    }
    if (code.endsWith("-expired")) {
      return "fresh URLs have expired by the store's clock: compare it with the clock of the machine"
          + " that signs the URLs";
    }
    String checksum = checksum(code);
    return checksum == null ? ofStatus(code) : checksum;
  }

  private static @Nullable String checksum(String code) {
    if (code.equals("checksum-mismatch")) {
      return "either the store reports a wrong checksum in that header, or something in between"
          + " (a proxy, a virus scanner) changes the bytes of every upload";
    }
    return code.equals("etag-mismatch") || code.endsWith("-BadDigest")
        ? "something in between (a proxy, a virus scanner) changes the bytes of every upload"
        : null;
  }

  /**
   * A store names its reason in an error document: a status without one is more often from a proxy.
   */
  private static @Nullable String ofStatus(String code) {
    return switch (code.length() < 8 ? "" : code.substring(0, 8)) {
      case "http-400" ->
          isBare(code)
              ? "check whether a proxy changes the URL or its headers on the way to the store"
              : null;
      case "http-401" ->
          "check the key that signs the URLs, and whether a proxy removes the URL's query, which"
              + " holds the signature, or asks for a login of its own";
      case "http-403" ->
          "check whether the key that signs the URLs may write to that bucket, the bucket's policy"
              + " (network, encryption), and web filters in between";
      case "http-404" ->
          isBare(code) ? "check the host, the bucket and the path of the upload URLs" : null;
      case "http-405" ->
          "check that the URLs are signed for PUT at that host, and whether a proxy or web filter"
              + " blocks the method PUT";
      case "http-411" ->
          "check whether a proxy in between removes Content-Length or sends the body in chunks:"
              + " dcmbulk sends a Content-Length with every PUT";
      case "http-412" ->
          "check whether objects exist already under the names that the service gives, and whether"
              + " its URLs or a proxy add a condition (If-None-Match, If-Match)";
      case "http-413" ->
          "a proxy or gateway in front of the store limits the size of a request below the size"
              + " of these instances (nginx: client_max_body_size)";
      case "http-415" ->
          "check which Content-Type the store takes: dcmbulk sends application/dicom unless the"
              + " service names another one beside the URL";
      case "http-417" -> "check whether a proxy in between refuses the header Expect: 100-continue";
      case "http-501", "http-505" ->
          "check whether a proxy in between changes the request (Transfer-Encoding, the HTTP"
              + " version), and whether the URLs point to an object store";
      default -> null;
    };
  }

  private static boolean isBare(String code) {
    return code.length() == "http-400".length();
  }
}
