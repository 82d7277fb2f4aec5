package io.github.dcmbulk.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Security;

/**
 * The Amazon Corretto Crypto Provider: AES-GCM at full speed from the first byte on, where Java's
 * own needs the second compiler for that, and the digests MD5 and SHA-256. TLS itself stays Java's.
 * Loading it costs about 0.4 s of processor time and 25 MB.
 */
public final class NativeCrypto {
  /**
   * The directory of the library, set by the launcher where there is one for the platform. Without
   * it nothing is loaded: the provider would unpack its library into the temporary directory.
   */
  static final String LIBRARY = "dcmbulk.crypto.library";

  private static final String NAME = "Amazon Corretto Crypto Provider";

  private NativeCrypto() {}

  /**
   * What encrypts and hashes.
   *
   * @param isNative whether the native library does
   * @param text one line for people
   */
  public record Status(boolean isNative, String text) {
    private static Status java(String why) {
      return new Status(false, "Java itself (" + why + ")");
    }
  }

  /** Whether the launcher found a library for this platform; loads nothing. */
  static boolean isAvailable() {
    return System.getProperty(LIBRARY) != null;
  }

  /** What an upload would use, for people; loads nothing. */
  public static String described() {
    return isAvailable() ? NAME : "Java's own, as there is no native library for this platform";
  }

  /**
   * Loads and tests the library, and prefers it from now on. Where that fails, Java's own
   * cryptography goes on.
   */
  public static Status use() {
    if (!isAvailable()) {
      return Status.java("there is no native library for this platform");
    }
    try {
      return Provided.load();
    } catch (LinkageError | RuntimeException e) {
      return Status.java("the native library cannot be used: " + e);
    }
  }

  /** Refers to the provider's classes, which are looked for when this class is first used. */
  private static final class Provided {
    static Status load() {
      AmazonCorrettoCryptoProvider provider = AmazonCorrettoCryptoProvider.INSTANCE;
      Throwable error = provider.getLoadingError();
      if (error != null) {
        return Status.java("the native library cannot be loaded: " + error.getMessage());
      }
      if (provider.runSelfTests() != SelfTestStatus.PASSED) {
        return Status.java("the native library failed its self-test");
      }
      Security.insertProviderAt(provider, 1);
      return new Status(true, NAME + " " + provider.getVersionStr());
    }
  }
}
