package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The native library for encryption: found, tested, and not needed where it does not load. */
class CryptoIT {
  private static final String NO_LIBRARY =
      "the native library is for Linux with glibc, and this is another system";

  @TempDir Path directory;

  private String javaLine(Checkout checkout) throws Exception {
    return checkout
        .dcmbulk("doctor")
        .out()
        .lines()
        .filter(line -> line.contains(" java "))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void doctorAndVersionNameTheProviderOfEncryption() throws Exception {
    assumeTrue(isLinuxWithGlibc(), NO_LIBRARY);
    Checkout checkout = Checkout.underTest(directory);
    assertThat(javaLine(checkout)).contains("encryption by Amazon Corretto Crypto Provider 2.");
    assertThat(checkout.dcmbulk("--version").out())
        .matches("dcmbulk \\S+\nencryption of large uploads: Amazon Corretto Crypto Provider\n");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(Path::toString).filter(file -> file.endsWith(".so"))).isEmpty();
    }
  }

  @Test
  void withoutItJavaEncrypts() throws Exception {
    assumeTrue(isLinuxWithGlibc(), NO_LIBRARY);
    Checkout checkout =
        Checkout.underTest(directory)
            .with(Map.of("DCMBULK_JAVA_OPTS", "-Djava.library.path=" + directory));
    assertThat(javaLine(checkout))
        .startsWith("ok ")
        .contains("encryption by Java itself (the native library cannot be loaded");
  }

  private static boolean isLinuxWithGlibc() {
    return System.getProperty("os.name").equals("Linux")
        && !Files.exists(Path.of("/etc/alpine-release"));
  }
}
