package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.throttle.Timing;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ReadingTest {
  private static final Percentage FIVE = Percentage.withPercentage(5);
  private static final int LARGE = 4_000_000;
  private static final int SMALL = 500_000;

  /** Seconds to read the beginning of a large file, where its SOP Instance UID stands. */
  private static final double BEGINNING = 0.131;

  @TempDir Path dir;

  /** Time that passes by sleeping only. */
  private final AtomicLong nanos = new AtomicLong();

  private final Timing timing =
      new Timing(Clock.systemUTC(), nanos::get, pause -> nanos.addAndGet(pause.toNanos()));
  private final Reading reading =
      new Reading(true, RateLimiter.bytes(RateTimetable.parse("1MB"), timing));

  private SourceFile file(int length) throws Exception {
    return SourceFile.read(Files.write(dir.resolve("f" + length), new byte[length]));
  }

  private double seconds() {
    return nanos.get() / 1e9;
  }

  private static int send(FileContent content) throws Exception {
    try (InputStream in = content.open()) {
      return in.readAllBytes().length;
    }
  }

  @Test
  void aLargeFileIsReadOnceAndHashedWhileItIsSent() throws Exception {
    FileContent content = FileContent.read(file(LARGE), reading, new ReadBuffers());
    assertThat(seconds()).isCloseTo(BEGINNING, FIVE);
    assertThat(send(content)).isEqualTo(LARGE);
    assertThat(content.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(new byte[LARGE]));
    assertThat(content.sha256())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(new byte[LARGE]));
    assertThat(seconds()).isCloseTo(BEGINNING + 4.0, FIVE);
  }

  @Test
  void aDigestThatIsNeededBeforeALargeFileIsSentCostsAReading() throws Exception {
    FileContent content = FileContent.read(file(LARGE), reading, new ReadBuffers());
    content.md5();
    content.sha256();
    assertThat(seconds()).isCloseTo(BEGINNING + 4.0, FIVE);
    send(content);
    assertThat(seconds()).isCloseTo(BEGINNING + 8.0, FIVE);
  }

  @Test
  void aSmallFileIsReadOnceHoweverOftenItIsSent() throws Exception {
    FileContent content = FileContent.read(file(SMALL), reading, new ReadBuffers());
    send(content);
    send(content);
    assertThat(seconds()).isCloseTo(0.5, FIVE);
  }

  @Test
  void checksShareTheRate() throws Exception {
    DicomFileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT, reading.rate()::acquire);
    SourceFile file = file(SMALL);
    for (int i = 0; i < 1000; i++) {
      assertThat(checker.check(file).kind()).isEqualTo(Verdict.Kind.NOT_DICOM);
    }
    FileContent.read(file(LARGE), reading, new ReadBuffers());
    // A check reads 1 KiB of a file that is no DICOM, as of the one before, and 2 KiB where a disc
    // image has its name.
    assertThat(seconds()).isCloseTo(1.024 + 2.048 + BEGINNING, FIVE);
  }

  @Test
  void bothDigestsComeFromOnePass() throws Exception {
    FileContent content = FileContent.read(file(SMALL), reading, new ReadBuffers());
    assertThat(content.sha256())
        .isEqualTo(MessageDigest.getInstance("SHA-256").digest(new byte[SMALL]));
    assertThat(content.md5()).isEqualTo(MessageDigest.getInstance("MD5").digest(new byte[SMALL]));
    assertThat(FileContent.read(file(SMALL), Reading.PLAIN, new ReadBuffers()).sha256()).isNull();
  }
}
