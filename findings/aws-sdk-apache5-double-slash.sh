#!/usr/bin/env bash
# AWS SDK for Java 2.59.1 (Maven Central, apache5-client, url-connection-client; the newest in November 2026).
# Expected: a request with encodedPath("/bucket//key") is sent with that path, by each client of SdkHttpClient: the
#           method's documentation says that it is encoded already, and a presigned URL is signed over it.
# Seen:     Apache5HttpClient sends /bucket/%2Fkey, UrlConnectionHttpClient /bucket//key. A key that begins with a
#           slash is legal, and a store that compares the path as it was sent refuses the signature.
# Users:    dcmbulk's own client sends every URL byte for byte. With --http-client apache5 such paths are changed, as
#           its documentation says; nothing else is (/a/../b, %2F, %7E and + were tried).
# Source:   seen here; aws/aws-sdk-java-v2 #3749 on keys with "//".
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 (with jshell's compiler) and mvn. Everything lies in a temporary directory, on loopback.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trial</groupId><artifactId>trial</artifactId><version>1</version><dependencies><dependency>
<groupId>software.amazon.awssdk</groupId><artifactId>apache5-client</artifactId><version>2.59.1</version>
</dependency><dependency>
<groupId>software.amazon.awssdk</groupId><artifactId>url-connection-client</artifactId><version>2.59.1</version>
</dependency></dependencies></project>
EOF
mvn -B -q dependency:copy-dependencies -DoutputDirectory="$dir/jars" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'EOF'
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

class Trial {
  public static void main(String[] arguments) throws Exception {
    AtomicReference<String> path = new AtomicReference<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          path.set(exchange.getRequestURI().getRawPath());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    for (SdkHttpClient client :
        new SdkHttpClient[] {Apache5HttpClient.create(), UrlConnectionHttpClient.create()}) {
      try (client) {
        SdkHttpRequest request =
            SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .protocol("http")
                .host("127.0.0.1")
                .port(server.getAddress().getPort())
                .encodedPath("/bucket//key")
                .build();
        client.prepareRequest(HttpExecuteRequest.builder().request(request).build()).call();
        System.out.println(client.getClass().getSimpleName() + ": " + path.get());
      }
    }
    server.stop(0);
  }
}
EOF
java -cp "jars/*" Trial.java 2>/dev/null | tee seen.txt
printf '%s\n' 'Apache5HttpClient: /bucket/%2Fkey' 'UrlConnectionHttpClient: /bucket//key' | cmp -s - seen.txt
