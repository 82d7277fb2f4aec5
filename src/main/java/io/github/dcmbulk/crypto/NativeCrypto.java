package io.github.dcmbulk.crypto;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import com.amazon.corretto.crypto.provider.SelfTestStatus;
import java.security.Security;

/**
 * The Amazon Corretto Crypto Provider: AES-GCM at full speed from the first byte, where Java's own
 * needs the C2 compiler first, and the digests MD5 and SHA-256. TLS itself is Java's. Loading costs
 * about 0.4 s of CPU time and 25 MB.
 */
public final class NativeCrypto {
  /**
   * System property with the directory of the library; the launcher sets it if there is one for the
   * platform. Without it nothing is loaded: the provider would unpack its library into the
   * temporary directory.
   */
  static final String LIBRARY = "dcmbulk.crypto.library";

  private static final String NAME = "Amazon Corretto Crypto Provider";

  private NativeCrypto() {}

  /**
   * The implementation in use.
   *
   * @param isNative whether it is the native library
   * @param text one line for messages
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

  /** What an upload would use, for messages; loads nothing. */
  public static String described() {
    return isAvailable() ? NAME : "Java's own, as there is no native library for this platform";
  }

  /**
   * Loads and tests the library, and gives it precedence. After a failure Java's own cryptography
   * is used.
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

  /** Uses the provider's classes, which are loaded on first use of this class. */
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
