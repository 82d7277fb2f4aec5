package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two users of one group share a journal. They need no accounts: the superuser runs a process with
 * any user id.
 */
class JournalGroupIT {
  private static final int FIRST = 64001;
  private static final int SECOND = 64002;
  private static final int STRANGER = 64003;

  /** A group that exists on Debian and to which no test process belongs. */
  private static final String GROUP = "games";

  @TempDir private Path directory;
  private Checkout checkout;
  private Path shared;

  @BeforeEach
  void makeDirectories() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")),
        "only the superuser can run processes of two users");
    RequiredTool.require("setpriv", "util-linux");
    assumeTrue(
        Files.readString(Path.of("/etc/group")).contains("\n" + GROUP + ":"),
        "there is no group " + GROUP);
    // Others may not read the checkout that is tested, nor the directory of the test.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    checkout = Checkout.underTest(directory).copiedTo(directory.resolve("installed"));
    checkout.sample("archive");
    finish(start(List.of("chmod", "-R", "a+rX", "archive")));
    shared = Files.createDirectory(directory.resolve("shared"));
    finish(start(List.of("chgrp", GROUP, shared.toString())));
    finish(start(List.of("chmod", "2770", shared.toString())));
  }

  @Test
  void oneContinuesWhatTheOtherBegan() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout = checkout.with(sandbox.variables());

      Ended first = as(FIRST, GROUP, "upload", "--exclude", "**/CT.0002.dcm", "archive");
      Ended second = as(SECOND, GROUP, "upload", "--overwrite-window", "0", "archive");
      Ended status = as(FIRST, GROUP, "status", "--output", "json");
      Ended curious = as(STRANGER, "nogroup", "status");
      Ended stranger = as(STRANGER, "nogroup", "upload", "archive");

      assertThat(first.exit()).as(first.err()).isEqualTo(6);
      assertThat(second.exit()).as(second.err()).isEqualTo(6);
      assertThat(status.exit()).as(status.err()).isZero();
      assertThat(sandbox.instances()).hasSize(13);
      // Neither is reported as missing.
      assertThat(curious.exit()).isEqualTo(2);
      assertThat(curious.err()).contains("check its directories' permissions");
      assertThat(stranger.exit()).as(stranger.err()).isEqualTo(2);
      try (Stream<Path> files = Files.list(shared)) {
        for (Path file : files.toList()) {
          assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
              .as(file.toString())
              .isEqualTo("rw-rw----");
        }
      }
    }
  }

  /** Runs a command on the shared journal as that user, with that group in addition to its own. */
  private Ended as(int user, String group, String command, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user));
    line.addAll(List.of("--groups=" + group, "--"));
    Path home = directory.resolve("home-" + user);
    if (!Files.exists(home)) {
      Files.createDirectory(home);
      Files.setAttribute(home, "unix:uid", user);
    }
    String journal = shared.resolve("journal.db").toString();
    Stream<String> options = Stream.of(command, "--journal", journal, "--journal-group", GROUP);
    ProcessBuilder builder =
        checkout.builder(
            "dcmbulk", Stream.concat(options, Stream.of(arguments)).toArray(String[]::new));
    line.addAll(builder.command());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("TMPDIR", home.toString());
    return finish(builder.command(line));
  }

  private ProcessBuilder start(List<String> command) {
    return new ProcessBuilder(command).directory(directory.toFile());
  }

  private Ended finish(ProcessBuilder builder) throws IOException, InterruptedException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return Checkout.finish(new Checkout.Running(process, out, err));
  }
}
