package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another version is built or installed over the running one. */
class ReplacedProgramIT {
  @TempDir private Path directory;

  @Test
  void itIsSaidWhatHappenedAndWhatToDo() throws Exception {
    Path home = directory.resolve("installed");
    Checkout checkout = Checkout.underTest(directory).clonedTo(home);
    checkout.sample("archive");
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=3600s:100%:+10")) {
      Checkout.Running running =
          checkout
              .with(sandbox.variables())
              .start("dcmbulk", "upload", "--grace", "1s", "--read-timeout", "3600s", "archive");
      sandbox.awaitFirstUpload();
      Files.writeString(home.resolve("target/dcmbulk.jar"), "another version, half written");
      running.process().destroy();

      Ended ended = Checkout.finish(running);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(1);
      assertThat(ended.err())
          .contains("a part of dcmbulk cannot be loaded", "replaced or removed while it ran")
          .contains("run the same command again")
          .doesNotContain("Exception", "\tat ");
    }
  }
}
