package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.put.PutAnswer;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** One attempt to store an instance: a URL of its own, and a PUT with it. */
final class UploadAttempt {
  private static final int MOST_REDIRECTS = 3;
  private static final long AT_ONCE = 256 * 1024;

  /** One for the URL and one for the PUT. */
  private static final long REQUESTS = 2;

  private final DeliveryContext link;
  private final InstanceContent content;
  private final int number;
  private final long begun;
  private final boolean askFirst;

  /**
   * Prepares it.
   *
   * @param number how many attempts this makes, from one
   * @param begun when it began, on the monotonic clock
   * @param askFirst whether the body waits for {@code 100 Continue} (RFC 9110 §10.1.1)
   */
  UploadAttempt(
      DeliveryContext link, InstanceContent content, int number, long begun, boolean askFirst) {
    this.link = link;
    this.content = content;
    this.number = number;
    this.begun = begun;
    this.askFirst = askFirst;
  }

  /**
   * Makes it.
   *
   * @throws AttemptFailure it did not do its work
   * @throws DcmbulkException the run ends
   */
  PutOutcome run() throws AttemptFailure, DcmbulkException, InterruptedException {
    try (InputStream bytes = limited(content.open())) {
      // Whatever takes time comes before the URL, which lives for a short time only.
      link.waits().run(this::awaitRates);
      PresignedUrl url = presigned();
      if (url == null) {
        return new PutOutcome.Withheld(number);
      }
      link.store().checkTime(url, content.size());
      link.throwIfStopped();
      return put(url, bytes);
    } catch (IOException e) {
      // A large body that is withheld is cut off where it is read.
      return content.isWithheld()
          ? new PutOutcome.Withheld(number)
          : new PutOutcome.SourceChanged("the file can no longer be read", number);
    }
  }

  private void awaitRates() throws InterruptedException {
    link.limits().requests().acquire(REQUESTS);
    if (isSmall(content)) {
      link.limits().bytes().acquire(content.size());
    }
  }

  private InstanceRef instanceRef() {
    return content.instanceRef().withAttempt(number);
  }

  /** Whether the body goes out at once. */
  static boolean isSmall(InstanceContent content) {
    return content.size() <= AT_ONCE;
  }

  /** A large body is held to the rate while it is sent; a small one waits beforehand. */
  private InputStream limited(InputStream bytes) {
    return isSmall(content) ? bytes : link.limits().bytes().limit(bytes);
  }

  /** A fresh URL; null if none may be asked for any more. */
  private @Nullable PresignedUrl presigned()
      throws AttemptFailure, DcmbulkException, InterruptedException {
    while (true) {
      AccessToken token = link.tokens().current();
      link.gate(Step.TOKEN).succeeded();
      if (!content.asking()) {
        return null;
      }
      try {
        PresignedUrl url = link.presigner().request(token, instanceRef());
        link.tokens().proved();
        link.gate(Step.PRESIGN).succeeded();
        return url;
      } catch (AttemptFailure failure) {
        if (failure.kind() != Kind.TOKEN_REFUSED) {
          throw failure;
        }
        link.tokens().refused(token, failure);
        link.counters().retry();
      }
    }
  }

  private PutOutcome put(PresignedUrl first, InputStream bytes)
      throws AttemptFailure, IOException, InterruptedException {
    PutAnswer answer = link.store().put(first, content, body(bytes), askFirst, instanceRef());
    PresignedUrl url = first;
    for (int i = 0; answer instanceof PutAnswer.Redirected redirected; i++) {
      if (i == MOST_REDIRECTS) {
        throw new AttemptFailure(Step.PUT, Kind.FINAL, "redirects", first + " redirects in a loop");
      }
      url = link.redirect(first, redirected.target());
      try (InputStream again = limited(content.open())) {
        answer = link.store().put(url, content, body(again), askFirst, instanceRef());
      }
    }
    return answer instanceof PutAnswer.Stored stored
        ? stored(stored.etag(), url)
        : new PutOutcome.Withheld(number);
  }

  /** The bytes that are open already; they are opened anew where the request is repeated. */
  private HttpBody body(InputStream bytes) {
    return HttpBody.opened(
        content.size(), content.isInMemory(), bytes, () -> limited(content.open()));
  }

  private PutOutcome stored(@Nullable String etag, PresignedUrl url) {
    link.gate(Step.PUT).succeeded();
    link.countStored(begun);
    return new PutOutcome.Stored(etag, number, url.key());
  }
}
