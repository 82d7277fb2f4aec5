package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.cli.run.CryptoChoice.Work;
import io.github.dcmbulk.crypto.NativeCrypto;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.RunResult;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Native cryptography is loaded once, and only for runs that it pays for. */
@Timeout(300)
class CryptoChoiceTest {
  private static final UploadEvent FOUND = new UploadEvent.FilesFound(1, 1);
  private static final UploadEvent STUDY = new UploadEvent.StudyStarted("1.2", 1, false);

  private final AtomicInteger loaded = new AtomicInteger();

  private CryptoChoice choice(Work work, long pending, long bytes) {
    CryptoChoice choice =
        new CryptoChoice(
            work,
            () -> {
              loaded.incrementAndGet();
              return new NativeCrypto.Status(true, "a test");
            });
    RunStatus none = RunStatus.NOTHING;
    RunResult.Instances instances = new RunResult.Instances(0, 0, 0, 0, 0, 0, pending);
    choice.watch(() -> new RunStatus(none.files(), instances, 0, bytes, 0, 0, 0, null, 0));
    return choice;
  }

  private int loadedBy(CryptoChoice choice) {
    choice.on(FOUND);
    choice.on(FOUND);
    choice.on(STUDY);
    choice.on(STUDY);
    return loaded.get();
  }

  @Test
  void aFewSmallInstancesAreSentWithoutIt() {
    assertThat(
            loadedBy(choice(Work.ENCRYPTION, CryptoChoice.INSTANCES - 1, CryptoChoice.BYTES - 1)))
        .isZero();
  }

  @Test
  void itIsLoadedBeforeTheFirstOfManyInstancesIsSent() {
    CryptoChoice choice = choice(Work.ENCRYPTION, CryptoChoice.INSTANCES, 0);
    choice.on(STUDY);
    assertThat(loaded.get()).isEqualTo(1);
  }

  @Test
  void itIsLoadedOnceForManyBytes() {
    assertThat(loadedBy(choice(Work.ENCRYPTION, 1, CryptoChoice.BYTES))).isEqualTo(1);
  }

  @Test
  void onlyManyBytesAreWorthItWhereNothingIsEncrypted() {
    long most = CryptoChoice.HASHED_BYTES - 1;
    assertThat(loadedBy(choice(Work.DIGESTS, 1_000_000, most))).isZero();
    assertThat(loadedBy(choice(Work.DIGESTS, 1, CryptoChoice.HASHED_BYTES))).isEqualTo(1);
  }

  @Test
  void nothingIsLoadedForADryRun() {
    assertThat(loadedBy(choice(Work.NONE, 1_000_000, Long.MAX_VALUE))).isZero();
  }
}
