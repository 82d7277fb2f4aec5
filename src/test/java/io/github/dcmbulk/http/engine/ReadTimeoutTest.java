package io.github.dcmbulk.http.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A read that takes too long. */
class ReadTimeoutTest {
  private final AtomicInteger closed = new AtomicInteger();
  private final ReadTimeout never = new ReadTimeout(Duration.ofDays(1), closed::incrementAndGet);
  private final ReadTimeout always = new ReadTimeout(Duration.ZERO, closed::incrementAndGet);

  @Test
  void closesTheConnectionOnceAndSaysWhy() {
    always.begin();
    always.check();
    always.check();
    assertThat(closed).hasValue(1);
    assertThatThrownBy(always::end).isInstanceOf(SocketTimeoutException.class);
    assertThatCode(always::end).doesNotThrowAnyException();
  }

  @Test
  void doesNothingWithoutARead() {
    always.check();
    always.begin();
    assertThatCode(always::end).doesNotThrowAnyException();
    always.check();
    assertThat(closed).hasValue(0);
  }

  @Test
  void doesNothingBeforeTheTimeIsOver() {
    never.begin();
    never.check();
    assertThat(closed).hasValue(0);
    assertThatCode(never::end).doesNotThrowAnyException();
  }
}
