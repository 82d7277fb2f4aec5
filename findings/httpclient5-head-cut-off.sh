#!/usr/bin/env bash
# Apache HttpClient 5.6.4 with HttpCore 5.4.3 (Maven Central, org.apache.httpcomponents.client5:httpclient5).
# Expected: an answer whose connection ends in the middle of the header fields is incomplete (RFC 9112, section
#           8), and the request fails, as it does if the end comes before the status or within the body.
# Seen:     the request succeeds: status 200, the last field as far as it came, and an empty body. An upload
#           seems to be stored though the server, or a proxy, failed while it answered. The client of the JDK
#           (java.net.http) fails; curl 7.88.1 succeeds as well.
# Source:   org.apache.hc.core5.http.impl.io.AbstractMessageParser.parseHeaders, which ends at the end of the
#           stream as at an empty line.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 (with jshell's compiler) and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trial</groupId><artifactId>trial</artifactId><version>1</version><dependencies><dependency>
<groupId>org.apache.httpcomponents.client5</groupId><artifactId>httpclient5</artifactId><version>5.6.4</version>
</dependency><dependency>
<groupId>org.apache.httpcomponents.core5</groupId><artifactId>httpcore5</artifactId><version>5.4.3</version>
</dependency></dependencies></project>
EOF
mvn -B -q dependency:copy-dependencies -DoutputDirectory="$dir/jars" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'EOF'
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpPut;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

class Trial {
  public static void main(String[] arguments) throws Exception {
    ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(() -> serve(server));
    thread.setDaemon(true);
    thread.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/key");
    try (CloseableHttpClient client =
        HttpClients.custom().disableAutomaticRetries().build()) {
      HttpPut put = new HttpPut(uri);
      put.setEntity(new StringEntity("content", ContentType.TEXT_PLAIN));
      System.out.println(
          "HttpClient 5: "
              + client.execute(
                  put,
                  answer ->
                      answer.getCode()
                          + ", "
                          + answer.getFirstHeader("ETag")
                          + ", "
                          + EntityUtils.toByteArray(answer.getEntity()).length
                          + " bytes"));
    } catch (java.io.IOException e) {
      System.out.println("HttpClient 5: fails");
    }
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(uri)
                      .PUT(HttpRequest.BodyPublishers.ofString("content"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      System.out.println("JDK: " + answer.statusCode());
    } catch (java.io.IOException e) {
      System.out.println("JDK: fails");
    }
  }

  /** Reads a request, begins to answer, and fails. */
  private static void serve(ServerSocket server) {
    while (true) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder request = new StringBuilder();
        while (!request.toString().endsWith("content")) {
          int next = in.read();
          if (next < 0) {
            break;
          }
          request.append((char) next);
        }
        socket
            .getOutputStream()
            .write("HTTP/1.1 200 OK\r\nETag: \"9a03".getBytes(StandardCharsets.US_ASCII));
      } catch (java.io.IOException e) {
        return;
      }
    }
  }
}
EOF
java -cp "jars/*" Trial.java 2>/dev/null | tee seen.txt
grep -qx 'HttpClient 5: 200, ETag: "9a03, 0 bytes' seen.txt && grep -qx 'JDK: fails' seen.txt
