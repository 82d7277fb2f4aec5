package io.github.dcmbulk.doctor;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TlsReport;
import io.github.dcmbulk.http.TlsReport.TrustSource;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.ExitCode;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Result of a handshake in words. */
final class TlsWords {
  private static final int SOON = 14;
  private static final int NAMES_SHOWN = 4;
  private static final Pattern COMMON_NAME = Pattern.compile("(?:^|,)(?:CN|O)=([^,]{1,80})");

  private final Clock clock;

  TlsWords(Clock clock) {
    this.clock = clock;
  }

  StepFinding finding(HttpUrl url, TlsReport report) {
    String target = url.toString();
    if (report.problem() != TlsReport.Problem.NONE) {
      return StepFinding.failed(
          "tls", target, what(url, report), remedy(url, report), ExitCode.UNREACHABLE);
    }
    X509Certificate first = firstToExpire(report.chain());
    long days = Duration.between(clock.instant(), first.getNotAfter().toInstant()).toDays();
    String what =
        "%s, %s, valid for %s, authority: %s of %s"
            .formatted(
                report.protocol(),
                chain(report.chain()),
                Count.of(days, "day"),
                issuer(report.chain()),
                report.trustSource() == TrustSource.CA_FILE
                    ? "--ca-file"
                    : "the system's authorities");
    if (days < 0) {
      // A certificate given in --ca-file is trusted whatever its dates (RFC 5280 §6.1.1 d).
      return StepFinding.warning(
          "tls",
          target,
          what,
          "it has expired and is trusted only because it is in --ca-file:" + " have it renewed");
    }
    return days < SOON
        ? StepFinding.warning("tls", target, what, "have the server's certificate renewed in time")
        : StepFinding.ok("tls", target, what);
  }

  private String what(HttpUrl url, TlsReport report) {
    return switch (report.problem()) {
      case NONE -> "";
      case UNTRUSTED ->
          "its certificate is from an authority that is not trusted here: %s, issued by %s"
              .formatted(chain(report.chain()), issuer(report.chain()));
      case EXPIRED ->
          "the certificate of %s expired on %s"
              .formatted(
                  name(firstToExpire(report.chain())),
                  day(firstToExpire(report.chain()).getNotAfter().toInstant()));
      case NOT_YET_VALID ->
          "the certificate of %s is not valid before %s"
              .formatted(
                  name(report.chain().get(0)),
                  day(report.chain().get(0).getNotBefore().toInstant()));
      case OTHER_HOST ->
          "the certificate is not for %s but for %s"
              .formatted(url.host(), names(report.chain().get(0)));
      case CLIENT_CERTIFICATE ->
          "the server refuses the client certificate (" + report.alert() + ")";
      case NOT_TLS -> "port " + url.port() + " does not use TLS";
      case REFUSED ->
          "no TLS 1.2 or 1.3 with it"
              + (report.alert() == null ? "" : " (alert " + report.alert() + ")");
      case CLOSED -> "the connection ended during the handshake";
      case TIMEOUT -> "no answer to the handshake in time";
    };
  }

  private static String remedy(HttpUrl url, TlsReport report) {
    return switch (report.problem()) {
      case NONE -> "";
      case UNTRUSTED ->
          "if that is the right server, or your network's inspecting proxy: get its authority's"
              + " certificate and give it with --ca-file";
      case EXPIRED -> "have it renewed, or set this machine's clock";
      case NOT_YET_VALID -> "set this machine's clock";
      case OTHER_HOST -> "use the name that the certificate is for, or have it reissued";
      case CLIENT_CERTIFICATE -> "set --client-cert and --client-key to what the service expects";
      case NOT_TLS ->
          "another port, or http:// instead of https:// if plain http is meant (the standard port"
              + " of https is 443)";
      case REFUSED ->
          "the server must offer TLS 1.2 or 1.3; a load balancer may expect another host name";
      case CLOSED, TIMEOUT ->
          "a firewall or an inspecting device may be in between: try from another network, or set"
              + " --proxy; port "
              + url.port()
              + " may not be the right one";
    };
  }

  private static String chain(List<X509Certificate> chain) {
    int above = chain.size() - 1;
    return "certificate of "
        + name(chain.get(0))
        + (above == 0 ? "" : " and " + above + " above it");
  }

  /** The certificate of the chain that expires first. */
  private static X509Certificate firstToExpire(List<X509Certificate> chain) {
    return Collections.min(chain, Comparator.comparing(c -> c.getNotAfter().toInstant()));
  }

  private static String name(X509Certificate certificate) {
    return shown(certificate.getSubjectX500Principal().getName());
  }

  private static String issuer(List<X509Certificate> chain) {
    return shown(chain.get(chain.size() - 1).getIssuerX500Principal().getName());
  }

  /** The most useful part of a distinguished name (RFC 2253). */
  private static String shown(String name) {
    Matcher common = COMMON_NAME.matcher(name);
    String text = common.find() ? common.group(1) : name;
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The host names of a certificate (RFC 5280 §4.2.1.6). */
  private static String names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        for (List<?> alternative : alternatives) {
          if (alternative.get(1) instanceof String text) {
            names.add(text.replaceAll("[^\\x20-\\x7e]", "?"));
          }
        }
      }
    } catch (CertificateParsingException e) {
      // The common name is used below.
    }
    if (names.isEmpty()) {
      return name(certificate);
    }
    int more = names.size() - NAMES_SHOWN;
    return String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String day(Instant instant) {
    return instant.toString().substring(0, 10);
  }
}
