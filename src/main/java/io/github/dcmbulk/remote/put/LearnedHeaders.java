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
 * What the refusals of a store have shown about the headers that its URLs bear. The attempt that
 * shows it is repeated with a fresh URL, and all later ones of the run profit. Safe for several
 * threads.
 */
final class LearnedHeaders {
  private static final String CONTENT_TYPE = "Content-Type";

  private final Consumer<String> notices;

  /** Headers that the store refused because the URL does not sign them, lower case. */
  private final Set<String> leftOut = ConcurrentHashMap.newKeySet();

  private volatile boolean typeIsSigned;
  private volatile boolean typeIsSettled;

  LearnedHeaders(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Changes the headers of a PUT by what is known by now. */
  void apply(PresignedUrl url, Map<String, String> headers) {
    headers.keySet().removeIf(name -> leftOut.contains(name.toLowerCase(Locale.ROOT)));
    if (typeIsSigned && lacksType(url, headers.keySet())) {
      headers.put(CONTENT_TYPE, "application/dicom");
    }
  }

  /** The store took a PUT: what was guessed of its URLs is right. */
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
    // A signer of version 2 may have signed our type, and nothing in the URL tells.
    if (!typeIsSettled && error.code().equals("SignatureDoesNotMatch") && lacksType(url, sent)) {
      typeIsSigned = true;
    }
  }

  private static boolean lacksType(PresignedUrl url, Set<String> headers) {
    return url.signature().scheme() == Scheme.WITH_TYPE
        && headers.stream().noneMatch(CONTENT_TYPE::equalsIgnoreCase);
  }
}
