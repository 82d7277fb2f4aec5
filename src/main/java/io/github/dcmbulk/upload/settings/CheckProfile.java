package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.dicom.CheckOptions;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The options that change the result of a check, as one line. Files checked with others are checked
 * again.
 */
public final class CheckProfile {
  private CheckProfile() {}

  /** The profile of those settings. */
  public static String of(UploadSettings settings) {
    CheckOptions checks = settings.checks();
    ContentFilter filter = settings.filter();
    Set<String> syntaxes = checks.transferSyntaxes();
    return String.join(
        ";",
        "2",
        checks.depth().toString(),
        checks.strict() ? "strict" : "lenient",
        new TreeSet<>(checks.accept()).toString(),
        syntaxes == null ? "any" : new TreeSet<>(syntaxes).toString(),
        new TreeSet<>(filter.modalities()).toString(),
        filter.studyDateFrom() + ".." + filter.studyDateTo() + studies(filter.studies()));
  }

  /** With another list, files that this one excludes may be sent. */
  private static String studies(@Nullable StudyList list) {
    return list == null ? "" : ";studies=" + list.fingerprint();
  }
}
