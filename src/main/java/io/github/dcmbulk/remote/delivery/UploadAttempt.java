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

/** One attempt to store an instance: one URL and one PUT. */
final class UploadAttempt {
  private static final int MOST_REDIRECTS = 3;
  private static final long AT_ONCE = 256 * 1024;

  /** Requests of an attempt: one for the URL, and the PUT. */
  private static final long REQUESTS = 2;

  private final DeliveryContext context;
  private final InstanceContent content;
  private final int number;
  private final long begun;
  private final boolean askFirst;

  /**
   * Prepares the attempt.
   *
   * @param number number of the attempt, from 1
   * @param begun its start, on the monotonic clock
   * @param askFirst whether the body waits for {@code 100 Continue} (RFC 9110 §10.1.1)
   */
  UploadAttempt(
      DeliveryContext context, InstanceContent content, int number, long begun, boolean askFirst) {
    this.context = context;
    this.content = content;
    this.number = number;
    this.begun = begun;
    this.askFirst = askFirst;
  }

  /**
   * Makes the attempt.
   *
   * @throws AttemptFailure it failed
   * @throws DcmbulkException the run ends
   */
  PutOutcome run() throws AttemptFailure, DcmbulkException, InterruptedException {
    try (InputStream bytes = limited(content.open())) {
      // All waits come before the request for the URL, because a URL is valid for a short time
      // only.
      context.waits().run(this::awaitRates);
      PresignedUrl url = presigned();
      if (url == null) {
        return new PutOutcome.Withheld(number);
      }
      context.store().checkTime(url, content.size());
      context.throwIfStopped();
      return put(url, bytes);
    } catch (IOException e) {
      // When a large body is withheld, its stream throws.
      return content.isWithheld()
          ? new PutOutcome.Withheld(number)
          : new PutOutcome.SourceChanged("the file can no longer be read", number);
    }
  }

  private void awaitRates() throws InterruptedException {
    context.limits().requests().acquire(REQUESTS);
    if (isSmall(content)) {
      context.limits().bytes().acquire(content.size());
    }
  }

  private InstanceRef instanceRef() {
    return content.instanceRef().withAttempt(number);
  }

  /** Whether the body is so small that it is sent at once. */
  static boolean isSmall(InstanceContent content) {
    return content.size() <= AT_ONCE;
  }

  /** A large body is limited while it is sent; for a small one the wait comes before. */
  private InputStream limited(InputStream bytes) {
    return isSmall(content) ? bytes : context.limits().bytes().limit(bytes);
  }

  /** A new URL; null if the content does not allow a request for one. */
  private @Nullable PresignedUrl presigned()
      throws AttemptFailure, DcmbulkException, InterruptedException {
    while (true) {
      AccessToken token = context.tokens().current();
      context.gate(Step.TOKEN).succeeded();
      if (!content.asking()) {
        return null;
      }
      try {
        PresignedUrl url = context.presigner().request(token, instanceRef());
        context.tokens().proved();
        context.gate(Step.PRESIGN).succeeded();
        return url;
      } catch (AttemptFailure failure) {
        if (failure.kind() != Kind.TOKEN_REFUSED) {
          throw failure;
        }
        context.tokens().refused(token, failure);
        context.counters().retry();
      }
    }
  }

  private PutOutcome put(PresignedUrl first, InputStream bytes)
      throws AttemptFailure, IOException, InterruptedException {
    PutAnswer answer = context.store().put(first, content, body(bytes), askFirst, instanceRef());
    PresignedUrl url = first;
    for (int i = 0; answer instanceof PutAnswer.Redirected redirected; i++) {
      if (i == MOST_REDIRECTS) {
        throw new AttemptFailure(Step.PUT, Kind.FINAL, "redirects", first + " redirects in a loop");
      }
      url = context.redirect(first, redirected.target());
      try (InputStream again = limited(content.open())) {
        answer = context.store().put(url, content, body(again), askFirst, instanceRef());
      }
    }
    return answer instanceof PutAnswer.Stored stored
        ? stored(stored.etag(), url)
        : new PutOutcome.Withheld(number);
  }

  /** The stream that is open already; a repeated request opens the content again. */
  private HttpBody body(InputStream bytes) {
    return HttpBody.opened(
        content.size(), content.isInMemory(), bytes, () -> limited(content.open()));
  }

  private PutOutcome stored(@Nullable String etag, PresignedUrl url) {
    context.gate(Step.PUT).succeeded();
    context.countStored(begun);
    return new PutOutcome.Stored(etag, number, url.key());
  }
}
