package io.github.dcmbulk.sandbox.lake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64NvmeChecksumTest {
  @Test
  void theCheckValueOfTheCatalogueIsComputed() {
    Crc64NvmeChecksum crc = new Crc64NvmeChecksum();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));

    assertThat(crc.getValue()).isEqualTo(0xAE8B14860A799888L);
    crc.reset();
    assertThat(crc.getValue()).isZero();
  }

  @Test
  void anyLengthInAnyPartsAgreesWithTheDefinition() {
    Random random = new Random(7);
    for (int length = 0; length < 100; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      int cut = random.nextInt(length + 1);
      Crc64NvmeChecksum crc = new Crc64NvmeChecksum();
      crc.update(bytes, 0, cut);
      crc.update(bytes, cut, length - cut);

      assertThat(crc.getValue()).as("%s bytes", length).isEqualTo(byDefinition(bytes));
    }
  }

  /** Bit by bit, with the polynomial in its written form: not reflected. */
  private static long byDefinition(byte[] bytes) {
    long register = -1;
    for (byte octet : bytes) {
      register ^= Long.reverse(octet & 0xffL);
      for (int bit = 0; bit < 8; bit++) {
        register = register < 0 ? (register << 1) ^ 0xAD93D23594C93659L : register << 1;
      }
    }
    return Long.reverse(~register);
  }
}
