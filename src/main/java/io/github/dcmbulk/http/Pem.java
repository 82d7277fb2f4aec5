package io.github.dcmbulk.http;

import io.github.dcmbulk.model.PlainText;
import io.github.dcmbulk.model.UsageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys from PEM files (RFC 7468). */
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private Pem() {}

  /**
   * Reads every certificate of a file, in its order.
   *
   * @throws UsageException the file cannot be read, or has no certificate
   */
  public static List<X509Certificate> certificates(Path file) throws UsageException {
    List<X509Certificate> found = new ArrayList<>();
    try {
      CertificateFactory x509 = CertificateFactory.getInstance("X.509");
      Matcher block = BLOCK.matcher(read(file));
      while (block.find()) {
        if (block.group(1).endsWith("CERTIFICATE")) {
          byte[] der = Base64.getMimeDecoder().decode(block.group(2));
          found.add((X509Certificate) x509.generateCertificate(new ByteArrayInputStream(der)));
        }
      }
    } catch (CertificateException | IllegalArgumentException e) {
      throw new UsageException(
          file + " contains a certificate that cannot be read", "export it again as PEM", e);
    }
    if (found.isEmpty()) {
      throw new UsageException(
          file + " contains no certificate",
          "a PEM file, with lines that begin with -----BEGIN CERTIFICATE-----");
    }
    return found;
  }

  /**
   * Reads the first private key of a file: PKCS#8, RSA or elliptic curve, not encrypted.
   *
   * @throws UsageException the file cannot be read, or has no usable key
   */
  public static PrivateKey privateKey(Path file) throws UsageException {
    Matcher block = BLOCK.matcher(read(file));
    boolean encrypted = false;
    while (block.find()) {
      // PKCS#8, or the older form with its headers (RFC 1421 §4.6.1.3).
      encrypted |=
          block.group(1).equals("ENCRYPTED PRIVATE KEY") || block.group(2).contains(",ENCRYPTED");
      if (block.group(1).equals("PRIVATE KEY")) {
        byte[] der = Base64.getMimeDecoder().decode(block.group(2));
        for (String algorithm : List.of("RSA", "EC", "Ed25519")) {
          try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
          } catch (GeneralSecurityException e) {
            // The key is of another algorithm: try the next one.
          }
        }
      }
    }
    if (encrypted) {
      throw new UsageException(
          file + " is encrypted, and a run without a terminal cannot ask for its passphrase",
          "decrypt it into a file that only you can read: umask 077; openssl pkcs8 -in OLD -out"
              + " NEW");
    }
    throw new UsageException(
        file + " contains no usable private key",
        "convert it with: openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
  }

  /** Whether the public key verifies what the private key signs. */
  static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = {1, 2, 3};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    signature.update(text);
    return signature.verify(signed);
  }

  private static String read(Path file) throws UsageException {
    try {
      return PlainText.decodeAscii(Files.readAllBytes(file));
    } catch (PlainText.EncodingException e) {
      throw new UsageException(file + " " + e.getMessage(), "then run the command again", e);
    } catch (IOException e) {
      throw new UsageException(file + " cannot be read", "check its name and its permissions", e);
    }
  }
}
