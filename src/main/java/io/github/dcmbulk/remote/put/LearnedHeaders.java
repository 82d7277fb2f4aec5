package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.presign.UrlSignature.Scheme;
import io.github.dcmbulk.remote.request.S3Error;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * What a store's refusals have shown about the headers of its URLs. The refused attempt is repeated
 * with a new URL, and all later requests of the run use the result. Safe for several threads.
 */
final class LearnedHeaders {
  private static final String CONTENT_TYPE = "Content-Type";

  private final Consumer<String> notices;

  /** Headers that the store refused because the URL does not sign them, in lower case. */
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  private volatile boolean typeIsSigned;
  private volatile boolean typeIsSettled;

  LearnedHeaders(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Changes the headers of a PUT according to earlier refusals. */
  void apply(PresignedUrl url, Map<String, String> headers) {
    headers.keySet().removeIf(name -> leftOut.contains(name.toLowerCase(Locale.ROOT)));
    if (typeIsSigned && lacksType(url, headers.keySet())) {
      headers.put(CONTENT_TYPE, "application/dicom");
    }
  }

  /** The store accepted a PUT: the assumptions about its URLs are right. */
  void accepted(PresignedUrl url) {
    typeIsSettled |= url.signature().scheme() == Scheme.WITH_TYPE;
  }

  /** The store refused a PUT with these headers. */
  void refused(PresignedUrl url, S3Error error, Set<String> sent) {
    for (String header : sent) {
      String name = header.toLowerCase(Locale.ROOT);
      if (error.notSigned().contains(name) && leftOut.add(name)) {
        notices.accept(
            "the store refuses the header "
                + name
                + ", as the URL does not sign it: it is left out from now on");
      }
    }
    // With version 2 the URL does not show whether the signer covered our Content-Type.
    if (!typeIsSettled && error.code().equals("SignatureDoesNotMatch") && lacksType(url, sent)) {
      typeIsSigned = true;
    }
  }

  private static boolean lacksType(PresignedUrl url, Set<String> headers) {
    return url.signature().scheme() == Scheme.WITH_TYPE
        && headers.stream().noneMatch(CONTENT_TYPE::equalsIgnoreCase);
  }
}
