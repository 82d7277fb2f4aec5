package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.InstanceContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumAlgorithmTest {
  /** The check values of the CRC catalogue (reveng.sourceforge.io), and FIPS 180-4. */
  @ParameterizedTest
  @CsvSource({
    "CRC32, cbf43926",
    "CRC32C, e3069283",
    "CRC64NVME, ae8b14860a799888",
    "SHA1, f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256, 15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
    "MD5, 25f9e794323b453885f5181f1b624d0b",
  })
  void thePublishedCheckValuesComeOut(ChecksumAlgorithm algorithm, String hex) throws Exception {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
    assertThat(HexFormat.of().formatHex(algorithm.of(InstanceContent.of(digits)))).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "CRC32, AAAAAA==",
    "CRC32C, AAAAAA==",
    "CRC64NVME, AAAAAAAAAAA=",
    "SHA1, 2jmj7l5rSw0yVb/vlWAYkK/YBwk=",
    "SHA256, 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    "MD5, 1B2M2Y8AsgTpgAmY7PhCfg==",
  })
  void theValuesOfNothingAreThoseOfSdks(ChecksumAlgorithm algorithm, String base64) {
    assertThat(algorithm.ofNothing()).isEqualTo(base64);
  }

  /** The NVM Command Set Specification 1.0c, figure "64b CRC test cases for 4 KiB". */
  @Test
  void theTestCasesOfNvmExpressComeOut() throws Exception {
    byte[] block = new byte[4096];
    assertThat(crc64(block)).isEqualTo("6482d367eb22b64e");
    Arrays.fill(block, (byte) 0xFF);
    assertThat(crc64(block)).isEqualTo("c0ddba7302eca3ac");
  }

  private static String crc64(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(ChecksumAlgorithm.CRC64NVME.of(InstanceContent.of(bytes)));
  }

  @Test
  void piecesOfAnyLengthMakeTheSameSum() {
    byte[] bytes = new byte[1000];
    new Random(1).nextBytes(bytes);
    Crc64Nvme whole = new Crc64Nvme();
    whole.update(bytes, 0, bytes.length);
    for (int piece = 1; piece < 40; piece++) {
      Crc64Nvme pieces = new Crc64Nvme();
      for (int at = 0; at < bytes.length; at += piece) {
        pieces.update(bytes, at, Math.min(piece, bytes.length - at));
      }
      assertThat(pieces.getValue()).isEqualTo(whole.getValue());
    }
    Crc64Nvme single = new Crc64Nvme();
    for (byte b : bytes) {
      single.update(b);
    }
    assertThat(single.getValue()).isEqualTo(whole.getValue());
  }
}
