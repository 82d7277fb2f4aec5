package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Verdicts in one line, for tests to compare. */
final class Verdicts {
  static final CheckOptions HEADER =
      new CheckOptions(
          CheckOptions.Depth.HEADER, false, Set.of(), CheckOptions.SERVICE_TRANSFER_SYNTAXES);

  private Verdicts() {}

  /** The state or reason, followed by the warnings, for example {@code instance uid-format}. */
  static String text(Verdict verdict) {
    String names = String.join(" ", verdict.warningNames());
    return names.isEmpty() ? name(verdict) : name(verdict) + " " + names;
  }

  /** The state, or the reason of a rejection. */
  static String name(Verdict verdict) {
    Reason reason = verdict.reason();
    return switch (verdict.kind()) {
      case INSTANCE -> "instance";
      case NOT_DICOM -> "not-dicom";
      case UNREADABLE -> "unreadable";
      case REJECTED -> reason == null ? "" : reason.code();
    };
  }

  /** Writes a file and checks it. */
  static Verdict of(FileChecker checker, Path file, byte[] content) {
    try {
      Files.write(file, content);
      return checker.check(SourceFile.read(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
