package io.github.dcmbulk.doctor;

import com.sun.management.UnixOperatingSystemMXBean;
import io.github.dcmbulk.crypto.NativeCrypto;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Checks this machine: configuration, secrets, journal, Java. Changes nothing. */
final class LocalSteps {
  /** Open files: two sockets and a file for each of 64 workers, and a margin. */
  private static final long FEW_FILES = 512;

  /** Bytes: the needs of 64 workers with instances of 1 MiB, and of the rest of the program. */
  private static final long LITTLE_HEAP = 160L << 20;

  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Consumer<StepFinding> sink;

  LocalSteps(Consumer<StepFinding> sink) {
    this.sink = sink;
  }

  void run(LocalSide local) {
    sink.accept(configuration(local.configuration(), local.profile()));
    local.secrets().forEach(file -> sink.accept(secret(file)));
    sink.accept(journal(local.journal()));
    sink.accept(java());
  }

  private static StepFinding configuration(Path file, @Nullable String profile) {
    String shown = PathText.display(file);
    if (!Files.exists(file)) {
      return StepFinding.ok(
          "configuration", shown, "no configuration file; using options and environment");
    }
    return StepFinding.ok(
        "configuration", shown, profile == null ? "its default profile" : "profile " + profile);
  }

  private static StepFinding secret(Path file) {
    String shown = PathText.display(file);
    try {
      if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
        return StepFinding.ok("secret", shown, "can be read");
      }
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      String text = PosixFilePermissions.toString(permissions);
      if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
        return StepFinding.warning(
            "secret", shown, "other users can read it (" + text + ")", "chmod 600 " + shown);
      }
      return StepFinding.ok("secret", shown, "can be read by its owner only (" + text + ")");
    } catch (IOException e) {
      return StepFinding.failed(
          "secret", shown, "cannot be read", "check its name and permissions", ExitCode.USAGE);
    }
  }

  private static StepFinding journal(JournalStore store) {
    return store instanceof SqliteStore file ? journal(file.file()) : database(store);
  }

  private static StepFinding database(JournalStore store) {
    try (JournalReader reader = JournalReader.open(store)) {
      String holder = reader.summary().holder();
      return StepFinding.ok(
          "journal",
          store.name(),
          holder == null ? "can be read" : "can be read; held by " + holder);
    } catch (DcmbulkException e) {
      return StepFinding.failed(
          "journal", store.name(), String.valueOf(e.getMessage()), e.remedy(), ExitCode.USAGE);
    }
  }

  private static StepFinding journal(Path file) {
    String shown = PathText.display(file);
    Path directory = nearest(file.getParent());
    if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
      return StepFinding.failed(
          "journal",
          shown,
          "its directory cannot be written: "
              + (directory == null ? "none" : PathText.display(directory)),
          "give this user the right to write there, or name another file with --journal",
          ExitCode.USAGE);
    }
    try {
      String holder = null;
      boolean exists = Files.exists(file);
      if (exists) {
        try (JournalReader reader = JournalReader.open(file)) {
          holder = reader.summary().holder();
        }
      }
      if (new SqliteStore(file).isOnNetworkShare()) {
        return StepFinding.warning(
            "journal",
            shown,
            "is on a network share, where file locks are not reliable",
            "keep it on a local disk: --journal FILE");
      }
      String what = exists ? "can be read; its directory can be written" : "will be made";
      return StepFinding.ok("journal", shown, holder == null ? what : what + "; held by " + holder);
    } catch (DcmbulkException e) {
      return StepFinding.failed(
          "journal", shown, String.valueOf(e.getMessage()), e.remedy(), ExitCode.USAGE);
    }
  }

  /** The directory, or its nearest existing parent. */
  private static @Nullable Path nearest(@Nullable Path directory) {
    Path at = directory;
    while (at != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }

  private static StepFinding java() {
    long heap = Runtime.getRuntime().maxMemory();
    long files = fileLimit();
    String what =
        "%s, heap up to %d MiB, %s open files, encryption by %s"
            .formatted(
                Runtime.version(),
                heap >> 20,
                files < 0 ? "an unknown limit of" : "up to " + files,
                NativeCrypto.use().text());
    if (files >= 0 && files < FEW_FILES) {
      return StepFinding.warning("java", "", what, "raise the limit: ulimit -n 4096");
    }
    if (heap < LITTLE_HEAP) {
      return StepFinding.warning("java", "", what, "more heap: DCMBULK_JAVA_OPTS=-Xmx256m");
    }
    return StepFinding.ok("java", "", what);
  }

  private static long fileLimit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : -1;
  }
}
