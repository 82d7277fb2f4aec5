import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;

/**
 * What the AWS SDK's apache5-client costs by itself: a loop that asks for a URL and sends a file to
 * it. No checks, no digests, no journal, no retries. Arguments: the API's URL, the token, the
 * authority's certificate, the number of workers, a file with one path a line.
 */
public final class BareLoop {
  private static final int IN_MEMORY = 1 << 20;

  private final URI upload;
  private final String token;
  private final SdkHttpClient client;

  private BareLoop(URI upload, String token, SdkHttpClient client) {
    this.upload = upload;
    this.token = token;
    this.client = client;
  }

  public static void main(String[] args) throws Exception {
    int workers = Integer.parseInt(args[3]);
    SdkHttpClient client =
        Apache5HttpClient.builder()
            .maxConnections(2 * workers)
            .socketTimeout(Duration.ofSeconds(60))
            .expectContinueEnabled(false)
            .tlsSocketStrategy(new DefaultClientTlsStrategy(trusting(Path.of(args[2]))))
            .build();
    BareLoop loop = new BareLoop(URI.create(args[0] + "/upload"), args[1], client);
    List<String> files = Files.readAllLines(Path.of(args[4]));
    AtomicInteger next = new AtomicInteger();
    Thread[] threads = new Thread[workers];
    for (int i = 0; i < workers; i++) {
      threads[i] = new Thread(() -> loop.work(files, next));
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void work(List<String> files, AtomicInteger next) {
    try {
      for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
        deliver(Path.of(files.get(i)));
      }
    } catch (Exception e) {
      System.err.println("error: " + e);
      Runtime.getRuntime().halt(1);
    }
  }

  private void deliver(Path file) throws Exception {
    SdkHttpRequest get =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.GET)
            .uri(upload)
            .putHeader("Authorization", "Bearer " + token)
            .build();
    String answer = send(HttpExecuteRequest.builder().request(get).build());
    int begin = answer.indexOf("http");
    long size = Files.size(file);
    SdkHttpRequest put =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .uri(URI.create(answer.substring(begin, answer.indexOf('"', begin))))
            .putHeader("Content-Type", "application/dicom")
            .putHeader("Content-Length", Long.toString(size))
            .build();
    try (InputStream body = Files.newInputStream(file)) {
      InputStream bytes =
          size <= IN_MEMORY ? new java.io.ByteArrayInputStream(body.readAllBytes()) : body;
      send(HttpExecuteRequest.builder().request(put).contentStreamProvider(() -> bytes).build());
    }
  }

  private String send(HttpExecuteRequest request) throws Exception {
    HttpExecuteResponse response = client.prepareRequest(request).call();
    String text = "";
    if (response.responseBody().isPresent()) {
      try (InputStream body = response.responseBody().get()) {
        text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    if (!response.httpResponse().isSuccessful()) {
      throw new IllegalStateException("HTTP " + response.httpResponse().statusCode());
    }
    return text;
  }

  private static SSLContext trusting(Path authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream pem = Files.newInputStream(authority)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
