package io.github.dcmbulk.remote.put;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.request.AnswerBody;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.ResponseClassifier;
import java.time.Instant;
import java.util.Set;

/**
 * Recognises the answer of a store: it has an ETag or an empty body. A page, JSON or an error
 * document with a success status comes from another server, or is a failure (Amazon S3 API
 * reference: an answer with status 200 can contain an error).
 */
final class StoreAnswer {
  /**
   * S3 and compatible stores answer 200 to a PUT, Azure and Swift 201, WebDAV 204; 202 does not
   * mean that it is stored.
   */
  private static final Set<Integer> STORED = Set.of(200, 201, 204);

  private StoreAnswer() {}

  /**
   * Requires that a store gave that answer and stored the object.
   *
   * @param answer an answer with status 2xx
   * @param md5 MD5 of the bytes that were sent, in hexadecimal digits
   * @throws AttemptFailure the answer is not a store's, or contains an error
   */
  static void require(HttpUrl url, HttpAnswer answer, String md5, Instant now)
      throws AttemptFailure {
    String etag = Integrity.etag(answer);
    boolean good =
        switch (AnswerBody.of(answer)) {
          case EMPTY -> true;
          // Only a server that read the body knows its MD5.
          case HTML, JSON -> etag != null && isMd5(etag, md5);
          case XML, OTHER -> etag != null;
          case ERROR -> false;
        };
    if (!good || !STORED.contains(answer.status())) {
      throw ResponseClassifier.notStored(url, answer, now);
    }
  }

  private static boolean isMd5(String etag, String md5) {
    return etag.replaceFirst("^W/", "").equalsIgnoreCase(md5);
  }
}
