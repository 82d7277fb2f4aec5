package io.github.dcmbulk.http;

import java.io.IOException;
import java.io.OutputStream;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.routing.HttpRoutePlanner;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpEntityContainer;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.http.protocol.HttpContext;

/**
 * Lets bodies write themselves. The SDK's client would copy them 4 KiB at a time, with a system
 * call for every other piece; where the route is planned is the one place that sees a request
 * before it goes out.
 */
final class LargePieces implements HttpRoutePlanner {
  private final HttpRoutePlanner routes;

  LargePieces(HttpRoutePlanner routes) {
    this.routes = routes;
  }

  @Override
  public HttpRoute determineRoute(HttpHost target, HttpContext context) throws HttpException {
    return routes.determineRoute(target, context);
  }

  @Override
  public HttpRoute determineRoute(HttpHost target, HttpRequest request, HttpContext context)
      throws HttpException {
    if (request instanceof HttpEntityContainer message && message.getEntity() != null) {
      message.setEntity(direct(message.getEntity()));
    }
    return routes.determineRoute(target, request, context);
  }

  private static HttpEntity direct(HttpEntity entity) throws HttpException {
    try {
      return entity.getContent() instanceof BodyStream body ? new Direct(entity, body) : entity;
    } catch (IOException e) {
      throw new HttpException("no body", e);
    }
  }

  private static final class Direct extends HttpEntityWrapper {
    private final BodyStream body;

    Direct(HttpEntity entity, BodyStream body) {
      super(entity);
      this.body = body;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (body) {
        body.writeTo(out);
      }
    }
  }
}
