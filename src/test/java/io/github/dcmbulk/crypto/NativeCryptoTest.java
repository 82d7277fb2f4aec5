package io.github.dcmbulk.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Provider;
import java.security.Security;
import org.junit.jupiter.api.Test;

class NativeCryptoTest {
  @Test
  void withoutALibraryJavaEncrypts() {
    Provider[] before = Security.getProviders();

    NativeCrypto.Status status = NativeCrypto.use();

    assertThat(status.isNative()).isFalse();
    assertThat(status.text())
        .isEqualTo("Java itself (there is no native library for this platform)");
    assertThat(Security.getProviders()).containsExactly(before);
  }
}
