package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests studies from a DICOMweb server. A temporary failure is retried a few times. */
public final class QidoRequests {
  /**
   * Bytes of an answer; 100 studies are requested, but a server that ignores the limit may send
   * more.
   */
  private static final int LARGEST_ANSWER = 32 * 1024 * 1024;

  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * Requested attributes, by tag: PS3.18 §8.3.4.3 allows tags and keywords; some servers only tags.
   */
  private static final List<String> FIELDS =
      List.of("00080020", "00080050", "00080061", "00100020", "00201206", "00201208");

  private final HttpTransport transport;
  private final HttpUrl studies;
  private final @Nullable Secret authorization;
  private final Pause pause;
  private boolean namesFields = true;

  /** Waits between two attempts. */
  @FunctionalInterface
  public interface Pause {
    /** Waits for that time. */
    void of(Duration length) throws InterruptedException;
  }

  /**
   * Uses that server.
   *
   * @param base the server's base URL; {@code /studies} is added unless it ends with it
   * @param authorization value of the Authorization header; null for none
   */
  public QidoRequests(
      HttpTransport transport, HttpUrl base, @Nullable Secret authorization, Pause pause) {
    this.transport = transport;
    this.studies =
        base.path().replaceFirst("/+$", "").endsWith("/studies")
            ? base.withPath(base.path().replaceFirst("/+$", ""))
            : base.withSegment("studies");
    this.authorization = authorization;
    this.pause = pause;
  }

  /** Scheme, host, port and path, for messages. */
  String server() {
    return studies + studies.path();
  }

  /**
   * Requests a page of the list; the returned answer has a success status.
   *
   * @throws AccessRefusedException the server refuses the credentials
   * @throws ServiceUnreachableException no answer, or a failure
   */
  HttpAnswer page(int limit, long offset) throws DcmbulkException, InterruptedException {
    HttpAnswer answer = patiently(limit, offset);
    if (answer.status() == 400 && namesFields && offset == 0) {
      // Some servers refuse unknown fields; most send all needed attributes anyway.
      namesFields = false;
      answer = patiently(limit, offset);
    }
    if (answer.isSuccess()) {
      return answer;
    }
    throw refused(answer);
  }

  private HttpAnswer patiently(int limit, long offset)
      throws DcmbulkException, InterruptedException {
    Duration wait = PAUSE;
    for (int tries = 1; ; tries++) {
      String why;
      try {
        HttpAnswer answer = transport.send(call(limit, offset));
        if (!isTemporary(answer.status()) || tries == TRIES) {
          return answer;
        }
      } catch (TransportException e) {
        why = String.valueOf(e.getMessage());
        if (tries == TRIES) {
          throw new ServiceUnreachableException(
              why, "check URL, network and certificate; nothing was compared");
        }
      }
      pause.of(wait);
      wait = wait.multipliedBy(2);
    }
  }

  private static boolean isTemporary(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  private HttpCall call(int limit, long offset) {
    StringBuilder query = new StringBuilder();
    if (namesFields) {
      FIELDS.forEach(field -> query.append("includefield=").append(field).append('&'));
    }
    query.append("limit=").append(limit).append("&offset=").append(offset);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/dicom+json");
    if (authorization != null) {
      headers.put("Authorization", authorization.reveal());
    }
    return new HttpCall(
        HttpCall.Method.GET,
        studies.withQuery(query.toString()),
        headers,
        null,
        false,
        LARGEST_ANSWER);
  }

  private DcmbulkException refused(HttpAnswer answer) {
    int status = answer.status();
    String what = "%s answered %d".formatted(server(), status);
    if (status == 401 || status == 403) {
      return new AccessRefusedException(
          what,
          authorization == null
              ? "give --qido-token-file, or --qido-user and DCMBULK_QIDO_PASSWORD"
              : "check user and password or token, and whether it may list studies");
    }
    if (status == 413) {
      return new ServiceUnreachableException(
          what + ": more studies match than it sends",
          "raise the server's limit on results, or list parts by study date and join them");
    }
    if (status == 404 || status == 405) {
      return new ServiceUnreachableException(
          what + ": no QIDO-RS there",
          "give the base URL of DICOMweb, as http://pacs.example.org:8042/dicom-web");
    }
    if (status >= 300 && status < 400) {
      return new ServiceUnreachableException(
          what + ": a redirect, which is not followed with credentials",
          "give the URL that it leads to");
    }
    return new ServiceUnreachableException(what, "check the server's log");
  }
}
