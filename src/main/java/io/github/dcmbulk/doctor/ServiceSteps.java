package io.github.dcmbulk.doctor;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.presign.Presigned;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.probe.ServiceProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks the three requests of an upload, and the clock by their answers. */
final class ServiceSteps {
  /** With a shorter lifetime, a large instance over a slow line would be too late. */
  private static final Duration SHORT_LIFE = Duration.ofMinutes(1);

  private final ServiceProbe probe;
  private final ServiceSettings settings;
  private final ConnectionSteps connections;
  private final Consumer<StepFinding> sink;

  ServiceSteps(
      ServiceProbe probe,
      ServiceSettings settings,
      ConnectionSteps connections,
      Consumer<StepFinding> sink) {
    this.probe = probe;
    this.settings = settings;
    this.connections = connections;
    this.sink = sink;
  }

  /**
   * Requests a token; null when none was obtained.
   *
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  @Nullable AccessToken token(boolean isReached) throws UsageException, InterruptedException {
    HttpUrl endpoint = settings.token();
    String target = endpoint == null ? "" : endpoint.toString();
    if (!isReached) {
      sink.accept(StepFinding.skipped("token", target, "its endpoint is not reached"));
      return null;
    }
    try {
      AccessToken token = probe.token();
      sink.accept(finding(target, token));
      return token;
    } catch (DcmbulkException e) {
      fail("token", target, endpoint, e);
      return null;
    }
  }

  /** Shows only a granted scope: the requested one could be mistaken for it. */
  private StepFinding finding(String target, AccessToken token) {
    String scope = token.scope();
    boolean isLess = scope != null && isMoreThan(scope);
    if (isLess) {
      return StepFinding.warning(
          "token",
          target,
          describe(target, token),
          "not all of --scope was granted: ask for more rights for this client, or correct"
              + " --scope");
    }
    return token.remarks().isEmpty()
        ? StepFinding.ok("token", target, describe(target, token))
        : StepFinding.warning(
            "token",
            target,
            describe(target, token) + "; unusual: " + String.join(", ", token.remarks()),
            "nothing: it is used as a Bearer token; if the API refuses it, this may be why");
  }

  private boolean isMoreThan(String granted) {
    String asked = settings.scope();
    List<String> all = List.of(granted.split("\\s+", -1));
    return asked != null && !all.containsAll(List.of(asked.strip().split("\\s+", -1)));
  }

  private static String describe(String target, AccessToken token) {
    Duration lifetime = token.lifetime();
    String scope = token.scope();
    StringBuilder text = new StringBuilder(token.origin().replace(target, ""));
    text.append(token.isJwt() ? ", a JWT" : ", an opaque token");
    text.append(
        lifetime == null ? ", no lifetime given" : ", valid for " + lifetime.toSeconds() + " s");
    if (scope == null) {
      text.append(", the answer names no scope");
    } else {
      text.append(", scope ").append(scope);
    }
    return text.toString();
  }

  /**
   * Requests a URL that an upload could use; null when none was obtained.
   *
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  @Nullable Presigned presign(@Nullable AccessToken token, boolean isReached)
      throws UsageException, InterruptedException {
    String target = settings.presign().toString();
    if (token == null || !isReached) {
      sink.accept(
          StepFinding.skipped(
              "presign", target, token == null ? "no token" : "the API is not reached"));
      return null;
    }
    try {
      Presigned presigned = probe.presign(token);
      StepFinding finding = finding(target, presigned);
      sink.accept(finding);
      return finding.status() == StepFinding.Status.FAILED ? null : presigned;
    } catch (DcmbulkException e) {
      fail("presign", target, settings.presign(), e);
      return null;
    }
  }

  private static StepFinding finding(String target, Presigned presigned) {
    String host = presigned.url().url().toString();
    Duration left = presigned.left();
    if (!presigned.isConfidential()) {
      return StepFinding.failed(
          "presign",
          target,
          "its URLs would send instances unencrypted to " + host,
          "have the service issue https URLs, or --allow-http if the network is trusted",
          ExitCode.USAGE);
    }
    if (!presigned.isAllowed()) {
      return StepFinding.failed(
          "presign",
          target,
          "its URLs are for " + host + ", which is not among the hosts of --upload-host",
          "if that host is right, add --upload-host " + presigned.url().url().host(),
          ExitCode.USAGE);
    }
    if (!presigned.unknownHeaders().isEmpty()) {
      return StepFinding.failed(
          "presign",
          target,
          "its URLs demand headers whose values are not known: "
              + String.join(", ", presigned.unknownHeaders()),
          "the service must send them as \"headers\" with the URL, or not sign them",
          ExitCode.UNREACHABLE);
    }
    if (left != null && left.isNegative()) {
      return StepFinding.failed(
          "presign",
          target,
          "its URLs have already expired when they arrive, by " + left.abs().toSeconds() + " s",
          "the service signs with a wrong clock or for too short a time: tell its operators",
          ExitCode.UNREACHABLE);
    }
    if (left != null && left.compareTo(SHORT_LIFE) < 0) {
      return StepFinding.warning(
          "presign",
          target,
          describe(presigned),
          "large instances need longer: have the service sign for 15 minutes");
    }
    return StepFinding.ok("presign", target, describe(presigned));
  }

  private static String describe(Presigned presigned) {
    PresignedUrl url = presigned.url();
    Duration left = presigned.left();
    String headers =
        url.signedHeaders().isEmpty() ? "" : ", signs " + String.join(" ", url.signedHeaders());
    String given =
        url.headers().isEmpty()
            ? ""
            : ", headers to send: " + String.join(" ", url.headers().keySet());
    return "URL found in "
        + presigned.place()
        + ", for "
        + url.url()
        + (left == null ? ", no expiry given" : ", valid for " + left.toSeconds() + " s")
        + headers
        + given;
  }

  /**
   * Sends an instance, if one is given and there is a URL.
   *
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  void send(@Nullable Presigned presigned, @Nullable InstanceContent sample)
      throws UsageException, InterruptedException {
    if (sample == null) {
      sink.accept(
          StepFinding.skipped("send", "", "nothing was sent; --send sends one synthetic instance"));
      return;
    }
    if (presigned == null) {
      sink.accept(StepFinding.skipped("send", "", "no URL to send to"));
      return;
    }
    HttpUrl url = presigned.url().url();
    try {
      long begun = System.nanoTime();
      String etag = probe.put(presigned.url(), sample);
      String compared =
          etag == null
              ? "no ETag in the answer"
              : etag.equalsIgnoreCase(HexFormat.of().formatHex(sample.md5()))
                  ? "its ETag is the MD5 of the sent bytes"
                  : "its ETag is not the MD5 of the sent bytes";
      sink.accept(
          StepFinding.ok(
              "send",
              url.toString(),
              "%s stored in %d ms, %s; a synthetic study is now in the service"
                  .formatted(
                      Count.of(sample.size(), "byte"),
                      (System.nanoTime() - begun) / 1_000_000,
                      compared)));
    } catch (DcmbulkException e) {
      fail("send", url.toString(), url, e);
    } catch (IOException e) {
      throw new IllegalStateException("the synthetic instance is in memory", e);
    }
  }

  private void fail(String step, String target, @Nullable HttpUrl url, DcmbulkException e)
      throws UsageException {
    ExitCode exit =
        switch (e.exitCode()) {
          case REFUSED, USAGE -> e.exitCode();
          default -> ExitCode.UNREACHABLE;
        };
    boolean isTls = exit == ExitCode.UNREACHABLE && connections.isSecretlyTls(url);
    sink.accept(
        StepFinding.failed(
            step,
            target,
            withoutTarget(target, String.valueOf(e.getMessage())),
            isTls ? "this port uses TLS: write https:// instead of http://" : e.remedy(),
            exit));
  }

  /** Messages begin with the host, which the finding names already. */
  private static String withoutTarget(String target, String message) {
    if (target.isEmpty() || !message.startsWith(target)) {
      return message;
    }
    return message.substring(target.length()).replaceFirst("^: ?| ", "");
  }
}
