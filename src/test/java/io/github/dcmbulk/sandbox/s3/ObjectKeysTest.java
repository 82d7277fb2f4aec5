package io.github.dcmbulk.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ObjectKeysTest {
  private final TestClock clock = new TestClock();
  private final ObjectKeys keys = new ObjectKeys("p/", Duration.ofMinutes(15), clock);

  @Test
  void aKeyCanBeClaimedOnceUnlessItIsReleased() {
    String key = keys.fresh();
    String other = keys.fresh();

    assertThat(keys.claim(key)).isTrue();
    assertThat(keys.claim(key)).isFalse();
    assertThat(keys.claim(other)).isTrue();
    keys.release(key);
    assertThat(keys.claim(key)).isTrue();
    assertThat(keys.claim(other)).isFalse();
  }

  @Test
  void onlyKeysThatWereIssuedCanBeClaimed() {
    String key = keys.fresh();
    String next = key.substring(0, key.length() - 1) + "1";

    assertThat(keys.claim(next)).isFalse();
    assertThat(keys.claim(key + "0")).isFalse();
    assertThat(keys.claim(key.substring(0, key.length() - 1) + "x")).isFalse();
    assertThat(keys.claim("p/")).isFalse();
    assertThat(keys.claim(new ObjectKeys("p/", Duration.ofMinutes(15), clock).fresh())).isFalse();
  }

  @Test
  void usedKeysAreRememberedAsLongAsTheirUrlsLive() {
    String first = keys.fresh();
    keys.claim(first);
    issueManyPages();
    assertThat(keys.claim(first)).isFalse();
    assertThat(keys.pages()).isGreaterThan(2);

    clock.advance(Duration.ofMinutes(31));
    issueManyPages();
    assertThat(keys.claim(first)).isFalse();
    assertThat(keys.pages()).isLessThanOrEqualTo(4);
  }

  private void issueManyPages() {
    for (int i = 0; i < 20_000; i++) {
      keys.fresh();
    }
  }
}
