package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.sandbox.fault.Fault;
import io.github.dcmbulk.sandbox.settings.ClientAuthentication;
import io.github.dcmbulk.sandbox.settings.ClientKeys;
import io.github.dcmbulk.sandbox.settings.PresignShape;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.sandbox.settings.SandboxSettingsBuilder;
import io.github.dcmbulk.sandbox.settings.TokenAlgorithm;
import io.github.dcmbulk.sandbox.settings.TokenRequestMethod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How the sandbox behaves. */
public final class SandboxOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      required = true,
      description = "Where instances are filed, by study and series, beside the audit log.")
  private Path lake;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Port on loopback; 0 takes any free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--tls",
      description = {
        "Use HTTPS, with a certificate made for this start and filed in the lake for",
        "--ca-file."
      })
  private boolean tls;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      converter = FaultConverter.class,
      description = {
        "Fault to simulate, as NAME[=DURATION][:RATE][:xCOUNT][:+SKIP]; repeatable.",
        "For example slow-down:10%%, reset:x3, latency=50ms, token-expired:x1:+100."
      })
  private List<Fault> faults = List.of();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed gives the same faults (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--study-gap",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "Instances further apart are not processed together (default: 60s).")
  private Duration studyGap;

  @Option(
      names = "--overwrite-window",
      paramLabel = "DURATION",
      defaultValue = "5m",
      converter = DurationConverter.class,
      description =
          "A study that is sent again within this time is overwritten; 0: never"
              + " (default: 5m).")
  private Duration overwriteWindow;

  @Option(
      names = "--token-lifetime",
      paramLabel = "DURATION",
      defaultValue = "1h",
      converter = DurationConverter.class,
      description = "How long a token is valid (default: ${DEFAULT-VALUE}).")
  private Duration tokenLifetime;

  @Option(
      names = "--url-lifetime",
      paramLabel = "DURATION",
      defaultValue = "15m",
      converter = DurationConverter.class,
      description = "How long a presigned URL is valid (default: ${DEFAULT-VALUE}).")
  private Duration urlLifetime;

  @Option(
      names = "--token-method",
      paramLabel = "METHOD",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "get,post",
      description = "How tokens may be requested (default: ${DEFAULT-VALUE}).")
  private Set<TokenRequestMethod> tokenMethods;

  @Option(
      names = "--token-algorithm",
      paramLabel = "NAME",
      defaultValue = "HS256",
      description = "How tokens are signed, HS256 or RS256 (default: ${DEFAULT-VALUE}).")
  private TokenAlgorithm tokenAlgorithm;

  @Option(
      names = "--client-auth",
      paramLabel = "WAY",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "basic,basic-raw,post",
      converter = AuthenticationConverter.class,
      description = {
        "How the client may show its secret: basic (encoded as in a form), basic-raw, post",
        "(default: all)."
      })
  private Set<ClientAuthentication> clientAuth;

  @Option(
      names = "--token-path",
      paramLabel = "PATH",
      defaultValue = "/oauth2/token",
      description = "Path of the token endpoint (default: ${DEFAULT-VALUE}).")
  private String tokenPath;

  @Option(
      names = "--upload-path",
      paramLabel = "PATH",
      defaultValue = "/v1/upload",
      description = "Path of the presign endpoint (default: ${DEFAULT-VALUE}).")
  private String uploadPath;

  @Option(names = "--refresh-tokens", description = "Issue and accept refresh tokens.")
  private boolean refreshTokens;

  @Option(
      names = "--client-key",
      paramLabel = "FILE",
      description = {
        "Public key, certificate (PEM) or key set (JSON) of the client, which must then sign for",
        "itself (private_key_jwt) instead of using its secret."
      })
  private @Nullable Path clientKey;

  @Option(
      names = "--clock-offset",
      paramLabel = "DURATION",
      defaultValue = "0",
      converter = OffsetConverter.class,
      description = "How far its clock is ahead; behind with a minus sign: -10m (default: 0).")
  private Duration clockOffset;

  @Option(
      names = "--presign-shape",
      paramLabel = "SHAPE",
      defaultValue = "url",
      description = "Shape of the presign answer: ${COMPLETION-CANDIDATES} (default: url).")
  private PresignShape presignShape;

  @Option(
      names = "--signed-header",
      paramLabel = "NAME[=VALUE]",
      mapFallbackValue = "",
      description = {
        "A header that every upload must carry; repeatable. Without a value, one that the client",
        "works out, such as x-amz-checksum-sha256; a checksum must be that of the instance."
      })
  private Map<String, String> signedHeaders = Map.of();

  @Option(
      names = "--hide-signed-headers",
      description = "Do not name the signed headers and their values beside the URL.")
  private boolean hideSignedHeaders;

  @Option(
      names = "--discard",
      description = "Verify and audit instances, but keep none: for load tests.")
  private boolean discard;

  /** Reads a fault. */
  static final class FaultConverter implements ITypeConverter<Fault> {
    @Override
    public Fault convert(String text) {
      try {
        return Fault.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Reads a way of authentication, with the hyphens of the client's option. */
  static final class AuthenticationConverter implements ITypeConverter<ClientAuthentication> {
    @Override
    public ClientAuthentication convert(String text) {
      try {
        return ClientAuthentication.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is not basic, basic-raw or post");
      }
    }
  }

  /** Reads a duration of either sign. */
  static final class OffsetConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      DurationConverter duration = new DurationConverter();
      return text.startsWith("-")
          ? duration.convert(text.substring(1)).negated()
          : duration.convert(text);
    }
  }

  /**
   * The sandbox's own settings, with the client that the lake has, or gets now.
   *
   * @throws IOException the lake or a file cannot be read
   */
  public SandboxSettings toSettings() throws IOException {
    SandboxSettingsBuilder builder =
        SandboxSettings.builder(lake)
            .port(port)
            .tls(tls)
            .faults(faults)
            .discards(discard)
            .seed(seed)
            .studyGap(studyGap)
            .overwriteWindow(overwriteWindow)
            .tokenLifetime(tokenLifetime)
            .urlLifetime(urlLifetime)
            .tokenMethods(tokenMethods)
            .tokenAlgorithm(tokenAlgorithm)
            .authentications(clientAuth)
            .tokenPath(tokenPath)
            .uploadPath(uploadPath)
            .refreshTokens(refreshTokens)
            .presignShape(presignShape)
            .signedHeaders(signedHeaders)
            .announceHeaders(!hideSignedHeaders)
            .clock(Clock.offset(Clock.systemUTC(), clockOffset));
    try {
      return builder
          .clientKeys(clientKey == null ? null : ClientKeys.read(clientKey))
          .clientOfLake()
          .build();
    } catch (IllegalArgumentException e) {
      throw Flags.wrong(command, String.valueOf(e.getMessage()));
    }
  }
}
