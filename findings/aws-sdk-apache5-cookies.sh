#!/usr/bin/env bash
# AWS SDK for Java 2.57.8 (Maven Central, software.amazon.awssdk:apache5-client, url-connection-client).
# Expected: clients of one interface (SdkHttpClient) send the headers of the request and those of the
#           protocol. A request to S3 is signed and has no session.
# Seen:     Apache5HttpClient keeps the cookies of every answer and sends them with later requests of any
#           caller; its builder has no setting for that. UrlConnectionHttpClient sends none.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 (with jshell's compiler) and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trial</groupId><artifactId>trial</artifactId><version>1</version><dependencies><dependency>
<groupId>software.amazon.awssdk</groupId><artifactId>apache5-client</artifactId><version>2.57.8</version>
</dependency><dependency>
<groupId>software.amazon.awssdk</groupId><artifactId>url-connection-client</artifactId><version>2.57.8</version>
</dependency></dependencies></project>
EOF
mvn -B -q dependency:copy-dependencies -DoutputDirectory="$dir/jars" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'EOF'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class Trial {
  public static void main(String[] arguments) throws Exception {
    AtomicReference<String> cookie = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          cookie.set(exchange.getRequestHeaders().getFirst("Cookie"));
          exchange.getResponseHeaders().add("Set-Cookie", "session=1; Path=/");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/key");
    for (SdkHttpClient client :
        new SdkHttpClient[] {Apache5HttpClient.create(), UrlConnectionHttpClient.create()}) {
      try (client) {
        for (int i = 0; i < 2; i++) {
          SdkHttpRequest request =
              SdkHttpRequest.builder().method(SdkHttpMethod.GET).uri(uri).build();
          client.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
        }
        System.out.println(client.getClass().getSimpleName() + ": Cookie: " + cookie.get());
      }
    }
    server.stop(0);
  }
}
EOF
java -cp "jars/*" Trial.java 2>/dev/null | tee seen.txt
grep -qx 'Apache5HttpClient: Cookie: session=1' seen.txt &&
  grep -qx 'UrlConnectionHttpClient: Cookie: null' seen.txt
