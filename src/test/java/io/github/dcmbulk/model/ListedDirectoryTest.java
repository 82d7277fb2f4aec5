package io.github.dcmbulk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory tells whether another file may have taken the place of one of its entries. */
class ListedDirectoryTest {
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(1));

  @TempDir Path dir;
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void isUnchangedUntilAnEntryIsReplacedThatKeepsAllTimes() throws Exception {
    Path file = Files.writeString(dir.resolve("IM1"), "one");
    Path other = Files.writeString(dir.resolve("IM2"), "two");
    FileTime before = Files.getLastModifiedTime(dir);
    ListedDirectory listed = Objects.requireNonNull(ListedDirectory.of(dir, LATER, nanos::get));
    passMilliseconds(5);
    assertThat(listed.isUnchanged()).isTrue();

    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(dir, before);
    passMilliseconds(5);
    assertThat(listed.isUnchanged()).isFalse();
    assertThat(listed.isUnchanged()).isFalse();
  }

  @Test
  void looksAgainAfterAMillisecond() throws Exception {
    ListedDirectory listed = Objects.requireNonNull(ListedDirectory.of(dir, LATER, nanos::get));
    Files.writeString(dir.resolve("IM1"), "one");
    assertThat(listed.isUnchanged()).isTrue();
    passMilliseconds(2);
    assertThat(listed.isUnchanged()).isFalse();
  }

  @Test
  void isNotTrustedWhenItWasRemovedOrAnotherOneIsInItsPlace() throws Exception {
    Path below = Files.createDirectory(dir.resolve("study"));
    ListedDirectory removed = Objects.requireNonNull(ListedDirectory.of(below, LATER, nanos::get));
    ListedDirectory replaced = Objects.requireNonNull(ListedDirectory.of(below, LATER, nanos::get));
    Files.move(below, dir.resolve("moved"));
    passMilliseconds(2);
    assertThat(removed.isUnchanged()).isFalse();
    Files.createDirectory(below);
    assertThat(replaced.isUnchanged()).isFalse();
  }

  @Test
  void isNotTrustedAMomentAfterAChangeOrWithAClockThatIsBehind() throws Exception {
    Files.writeString(dir.resolve("IM1"), "one");
    assertThat(ListedDirectory.of(dir, Clock.systemUTC())).isNull();
    assertThat(ListedDirectory.of(dir, Clock.fixed(Instant.EPOCH, LATER.getZone()))).isNull();
    assertThat(ListedDirectory.of(dir.resolve("none"), LATER)).isNull();
  }

  private void passMilliseconds(long millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
