package io.github.dcmbulk.remote.presign;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The signature of a URL, as its query describes it. The vendors use different names for the same
 * values.
 *
 * @param scheme what the signature demands of a request
 * @param headers names of the signed headers, in lower case
 * @param issued when it was signed; null when unknown
 * @param expires when it expires; null when unknown
 */
public record UrlSignature(
    Scheme scheme, List<String> headers, @Nullable Instant issued, @Nullable Instant expires) {
  /**
   * Prefixes of parameters that are named as in Amazon's version 4: Amazon and compatible stores,
   * Google ("V4 signing process"), Volcengine TOS.
   */
  private static final List<String> VERSION_4 = List.of("X-Amz-", "X-Goog-", "X-Tos-");

  /** What a signature demands of a request. */
  public enum Scheme {
    /** It covers the listed headers; {@code Content-Type} may be added. */
    LISTED,
    /** It covers {@code Content-Type} in every request, even if the header is absent. */
    WITH_TYPE,
    /** A shared access signature of Azure Storage, which demands {@code x-ms-blob-type}. */
    AZURE,
    /** No known scheme. */
    UNKNOWN
  }

  private static final UrlSignature NONE = new UrlSignature(Scheme.UNKNOWN, List.of(), null, null);

  /** Reads the query of a URL. */
  static UrlSignature of(UrlQuery query) {
    for (String vendor : VERSION_4) {
      UrlSignature found = version4(query, vendor);
      if (found != null) {
        return found;
      }
    }
    if (query.has("Signature") && query.has("Expires")) {
      return version2(query);
    }
    if (query.has("sig")) {
      return azure(query);
    }
    return ofOtherVendors(query);
  }

  private static @Nullable UrlSignature version4(UrlQuery query, String vendor) {
    String date = query.get(vendor + "Date");
    String seconds = query.get(vendor + "Expires");
    String headers = query.get(vendor + "SignedHeaders");
    boolean isSigned = headers != null || query.has(vendor + "Signature");
    if (!isSigned && (date == null || seconds == null)) {
      return null;
    }
    Instant issued = UrlTime.basic(date);
    return new UrlSignature(Scheme.LISTED, names(headers), issued, UrlTime.after(issued, seconds));
  }

  /**
   * Amazon's version 2 ({@code AWSAccessKeyId}), Google's ({@code GoogleAccessId}), Alibaba's
   * ({@code OSSAccessKeyId}), Huawei's ({@code AccessKeyId}) and others: the string to sign
   * contains the values of {@code Content-MD5} and {@code Content-Type}, empty where a header is
   * absent.
   */
  private static UrlSignature version2(UrlQuery query) {
    Instant expires = UrlTime.unix(query.get("Expires"));
    return new UrlSignature(Scheme.WITH_TYPE, List.of(), null, expires);
  }

  /**
   * Azure Storage, "Create a service SAS": {@code st} is the start time, {@code se} the expiry
   * time.
   */
  private static UrlSignature azure(UrlQuery query) {
    Instant issued = UrlTime.iso(query.get("st"));
    return new UrlSignature(Scheme.AZURE, List.of(), issued, UrlTime.iso(query.get("se")));
  }

  private static UrlSignature ofOtherVendors(UrlQuery query) {
    if (query.has("x-oss-signature-version")) {
      // Alibaba's version 4 covers Content-Type, Content-MD5 and x-oss-* whenever they are sent.
      Instant issued = UrlTime.basic(query.get("x-oss-date"));
      Instant expires = UrlTime.after(issued, query.get("x-oss-expires"));
      List<String> more = names(query.get("x-oss-additional-headers"));
      return new UrlSignature(Scheme.WITH_TYPE, more, issued, expires);
    }
    String span = query.get("q-sign-time");
    if (span != null && query.has("q-signature")) {
      // Tencent COS: seconds since 1970, "begin;end".
      int middle = span.indexOf(';');
      return new UrlSignature(
          Scheme.LISTED,
          names(query.get("q-header-list")),
          UrlTime.unix(span.substring(0, Math.max(0, middle))),
          UrlTime.unix(span.substring(middle + 1)));
    }
    String until = query.get("temp_url_expires");
    if (until != null) {
      // OpenStack Swift, TempURL.
      Instant unix = UrlTime.unix(until);
      return new UrlSignature(
          Scheme.LISTED, List.of(), null, unix == null ? UrlTime.iso(until) : unix);
    }
    return NONE;
  }

  private static List<String> names(@Nullable String list) {
    return list == null || list.isEmpty()
        ? List.of()
        : List.of(list.toLowerCase(Locale.ROOT).split(";", -1));
  }

  /** Headers that the store demands although the signature does not cover them. */
  Map<String, String> demanded() {
    return scheme == Scheme.AZURE ? Map.of("x-ms-blob-type", "BlockBlob") : Map.of();
  }
}
