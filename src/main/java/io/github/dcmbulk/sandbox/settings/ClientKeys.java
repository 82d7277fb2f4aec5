package io.github.dcmbulk.sandbox.settings;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that verify a client's assertions, as registered with a service.
 *
 * @param keys at least one key
 */
public record ClientKeys(List<Named> keys) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN (PUBLIC KEY|CERTIFICATE)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  /**
   * A key.
   *
   * @param id the {@code kid} of a key set; null for a PEM file
   * @param key an RSA or elliptic curve key
   */
  public record Named(@Nullable String id, PublicKey key) {}

  /** Checks that there is a key. */
  public ClientKeys {
    keys = List.copyOf(keys);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no public key, certificate or JSON Web Key Set");
    }
  }

  /**
   * Reads public keys or certificates in PEM, or a JSON Web Key Set (RFC 7517 §5).
   *
   * @throws IOException the file cannot be read
   * @throws IllegalArgumentException it contains no public key; the message is for the user
   */
  public static ClientKeys read(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    try {
      return new ClientKeys(text.stripLeading().startsWith("{") ? keySet(text) : pem(text));
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " contains no public key; make one from a private key with: openssl pkey -pubout",
          e);
    }
  }

  private static List<Named> keySet(String text) throws ParseException, JOSEException {
    List<Named> found = new ArrayList<>();
    for (JWK key : JWKSet.parse(text).getKeys()) {
      if (key instanceof AsymmetricJWK asymmetric) {
        found.add(new Named(key.getKeyID(), asymmetric.toPublicKey()));
      }
    }
    return found;
  }

  private static List<Named> pem(String text) throws GeneralSecurityException {
    List<Named> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(2));
      found.add(
          new Named(null, block.group(1).equals("CERTIFICATE") ? certified(der) : publicKey(der)));
    }
    return found;
  }

  private static PublicKey certified(byte[] der) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(der))
        .getPublicKey();
  }

  private static PublicKey publicKey(byte[] der) throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      return KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
    }
  }

  /** The keys that may verify a signature: with an id, only the key of that id. */
  public List<PublicKey> candidates(@Nullable String id) {
    return keys.stream()
        .filter(key -> id == null || key.id() == null || key.id().equals(id))
        .map(Named::key)
        .toList();
  }
}
