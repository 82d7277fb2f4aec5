package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.TlsReport.Problem;
import io.github.dcmbulk.http.TlsReport.TrustSource;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * One handshake with the trust of requests, and its details. Verification is as strict as for
 * requests: an untrusted chain fails the handshake, and is only described afterwards.
 */
final class TlsProbe {
  private static final Pattern ALERT = Pattern.compile("fatal alert: ([a-z_]{1,40})");

  private final Tls settings;
  private final X509TrustManager system;
  private final @Nullable X509TrustManager caFile;

  TlsProbe(Tls settings) throws UsageException {
    this.settings = settings;
    try {
      Path file = settings.caFile();
      system = TlsSetup.systemTrust();
      caFile = file == null ? null : TlsSetup.trustIn(Pem.certificates(file));
    } catch (GeneralSecurityException | IOException e) {
      throw new UsageException(
          "the authorities' certificates cannot be used", "check --ca-file", e);
    }
  }

  /** Verifies as requests do, and keeps the chain. */
  private final class Recorder implements X509TrustManager {
    private List<X509Certificate> chain = List.of();
    private @Nullable TrustSource trustSource;

    @Override
    public void checkServerTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      chain = List.of(certificates);
      try {
        system.checkServerTrusted(certificates, type);
        trustSource = TrustSource.SYSTEM;
      } catch (CertificateException e) {
        if (caFile == null) {
          throw e;
        }
        caFile.checkServerTrusted(certificates, type);
        trustSource = TrustSource.CA_FILE;
      }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] certificates, String type)
        throws CertificateException {
      throw new CertificateException("this side is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return system.getAcceptedIssuers();
    }
  }

  /** A handshake and its result; the socket is null if it failed. */
  record Shaken(TlsReport report, @Nullable SSLSocket socket) {}

  /**
   * Performs the handshake over a connected socket.
   *
   * @param host the name that the certificate must contain
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  Shaken shake(Socket connected, String host, int port) throws UsageException {
    Recorder recorder = new Recorder();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(TlsSetup.keyManagers(settings), new TrustManager[] {recorder}, null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(connected, host, port, true);
      SocketConnector.handshake(socket);
      String protocol = socket.getSession().getProtocol();
      return new Shaken(
          new TlsReport(Problem.NONE, protocol, recorder.chain, recorder.trustSource, null),
          socket);
    } catch (GeneralSecurityException e) {
      throw TlsSetup.unusable(e);
    } catch (IOException e) {
      return new Shaken(failed(e, recorder), null);
    }
  }

  private static TlsReport failed(IOException e, Recorder recorder) {
    String text = String.valueOf(e.getMessage());
    Matcher alert = ALERT.matcher(text.toLowerCase(Locale.ROOT));
    String name = alert.find() ? alert.group(1) : null;
    return new TlsReport(
        problem(e, text, name, recorder), null, recorder.chain, recorder.trustSource, name);
  }

  private static Problem problem(
      IOException e, String text, @Nullable String alert, Recorder recorder) {
    if (!recorder.chain.isEmpty() && recorder.trustSource == null) {
      return untrusted(recorder.chain);
    } else if (TlsFailure.isOtherHost(e)) {
      return Problem.OTHER_HOST;
    } else if (alert != null) {
      boolean isAboutClient = alert.contains("certificate") || alert.equals("unknown_ca");
      return isAboutClient ? Problem.CLIENT_CERTIFICATE : Problem.REFUSED;
    } else if (e instanceof SocketTimeoutException
        || e.getCause() instanceof SocketTimeoutException) {
      return Problem.TIMEOUT;
    } else if (text.contains("Unsupported or unrecognized SSL message")) {
      return Problem.NOT_TLS;
    }
    return e instanceof SSLException && !text.contains("terminated")
        ? Problem.REFUSED
        : Problem.CLOSED;
  }

  private static Problem untrusted(List<X509Certificate> chain) {
    for (X509Certificate certificate : chain) {
      try {
        certificate.checkValidity();
      } catch (CertificateExpiredException e) {
        return Problem.EXPIRED;
      } catch (CertificateNotYetValidException e) {
        return Problem.NOT_YET_VALID;
      }
    }
    return Problem.UNTRUSTED;
  }
}
