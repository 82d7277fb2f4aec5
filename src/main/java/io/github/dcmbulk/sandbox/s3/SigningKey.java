package io.github.dcmbulk.sandbox.s3;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The object store's credentials, created at the start of this process.
 *
 * @param accessKeyId contained in every URL
 * @param secret never shown
 */
public record SigningKey(String accessKeyId, String secret) {
  static final String REGION = "us-east-1";
  static final String SERVICE = "s3";

  /** A new key. */
  public static SigningKey random() {
    SecureRandom random = new SecureRandom();
    byte[] id = new byte[8];
    byte[] secret = new byte[30];
    random.nextBytes(id);
    random.nextBytes(secret);
    return new SigningKey(
        "AKIA" + HexFormat.of().withUpperCase().formatHex(id),
        Base64.getEncoder().encodeToString(secret));
  }

  /** The signing key of a date (Signature Version 4). */
  byte[] derived(String date) {
    byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), date);
    return hmac(hmac(hmac(key, REGION), SERVICE), "aws4_request");
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  @Override
  public String toString() {
    return "SigningKey[" + accessKeyId + "]";
  }
}
