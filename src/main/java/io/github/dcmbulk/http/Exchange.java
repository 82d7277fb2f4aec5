package io.github.dcmbulk.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/** One request and its answer, over a connection that is there. Used by one thread. */
final class Exchange {
  private final HttpCall call;
  private final Connection connection;
  private final ClassicHttpRequest request;
  private boolean answered;

  /**
   * Prepares a request.
   *
   * @param proxyAuthorization for a proxy that reads the request; null for none
   * @param body what it carries; null for nothing
   */
  Exchange(
      HttpCall call,
      Connection connection,
      String userAgent,
      @Nullable String proxyAuthorization,
      @Nullable BodyEntity body) {
    this.call = call;
    this.connection = connection;
    this.request = new BasicClassicHttpRequest(call.method().name(), null, null, target());
    request.addHeader("Host", call.url().authority());
    request.addHeader("Connection", "keep-alive");
    request.addHeader("User-Agent", userAgent);
    call.headers().forEach(request::addHeader);
    if (proxyAuthorization != null) {
      request.addHeader("Proxy-Authorization", proxyAuthorization);
    }
    if (body != null) {
      request.addHeader("Content-Length", Long.toString(body.getContentLength()));
      if (call.expectContinue()) {
        request.addHeader("Expect", "100-continue");
      }
      request.setEntity(body);
    }
  }

  /** Path and query as they are; a proxy that reads the request wants the whole URL. */
  private String target() {
    Route route = connection.route();
    return route.proxied() && !route.isTunnelled() ? call.url().text() : call.url().target();
  }

  /** Whether the answer had begun. */
  boolean isAnswered() {
    return answered;
  }

  /** Sends the request and reads its answer; the connection is closed unless it can be kept. */
  HttpAnswer run() throws IOException, HttpException {
    boolean reusable = false;
    try {
      ClassicHttpResponse response = connection.execute(request);
      answered = true;
      HttpAnswer answer = read(response);
      reusable = !answer.cut() && connection.isReusable(request, response);
      return answer;
    } finally {
      if (!reusable) {
        connection.close(CloseMode.IMMEDIATE);
      }
    }
  }

  private HttpAnswer read(ClassicHttpResponse response) throws IOException {
    List<HttpAnswer.Field> fields = new ArrayList<>(12);
    for (Header header : response.getHeaders()) {
      String value = header.getValue();
      fields.add(new HttpAnswer.Field(header.getName(), value == null ? "" : value));
    }
    HttpEntity entity = response.getEntity();
    if (entity == null || entity.getContentLength() == 0) {
      return new HttpAnswer(response.getCode(), fields, "", false);
    }
    InputStream body = AnswerText.decompressed(entity.getContent(), response);
    byte[] start = body.readNBytes(call.answerLimit());
    boolean cut = start.length == call.answerLimit() && body.read() >= 0;
    String text = AnswerText.decoded(start, response);
    return new HttpAnswer(response.getCode(), fields, text, cut);
  }
}
