package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.dicom.CheckOptions;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The options that decide verdicts, study rules or selection, by name: they have to be the same in
 * every process of a run.
 */
public final class SharedOptions {
  private SharedOptions() {}

  /** The options of those settings, each as one text. */
  public static Map<String, String> of(UploadSettings settings) {
    Map<String, Object> options = new TreeMap<>();
    StudyRules studies = settings.studies();
    options.put("--study-delivery", studies.delivery());
    options.put("--study-gap", studies.gap());
    options.put("--overwrite-window", studies.overwriteWindow());
    options.put("--min-age", studies.minAge());
    options.put("--on-conflict", studies.onConflict());
    CheckOptions checks = settings.checks();
    options.put("--check", checks.depth());
    options.put("--strict", checks.strict());
    options.put("--accept", new TreeSet<>(checks.accept()));
    options.put(
        "--transfer-syntax",
        checks.transferSyntaxes() == null ? "any" : new TreeSet<>(checks.transferSyntaxes()));
    options.put("--modality", new TreeSet<>(settings.filter().modalities()));
    options.put(
        "--study-date", settings.filter().studyDateFrom() + ".." + settings.filter().studyDateTo());
    StudyList listed = settings.filter().studies();
    options.put("--studies", listed == null ? "none" : listed.fingerprint());
    options.put("--send-mismatched", listed != null && !listed.holdsMismatched());
    options.put("--order", settings.sending().turns().order());
    options.put("--include", settings.input().selection().include());
    options.put("--exclude", settings.input().selection().exclude());
    options.put("--follow-links", settings.input().selection().followLinks());
    options.put("--allow-empty", settings.input().source().allowEmpty());
    options.put("--force", settings.resume().force());
    options.put("--retry-failed", settings.resume().retryFailed());
    options.put("--digest", settings.input().reading().sha256() ? "sha256" : "md5");
    options.put("--files-from", settings.input().filesFrom() == null ? "none" : "a list");
    options.put("--host-lease", String.valueOf(settings.hosts().lease()));
    options.put("PATH", settings.input().roots());
    Map<String, String> texts = new TreeMap<>();
    options.forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }
}
