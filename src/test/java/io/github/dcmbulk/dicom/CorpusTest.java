package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcmbulk.dicom.Corpus.Entry;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verdicts compared with those of five other readers on some hundred real and mutated files. */
class CorpusTest {
  /**
   * Contains two groups 0002 that disagree. The first one's length ends it, and its transfer syntax
   * is that of the pixels; the table has the transfer syntax of the second.
   */
  private static final String TWO_FILE_METAS = "GH1376.dcm";

  private static List<Entry> entries = List.of();

  @BeforeAll
  static void unpack(@TempDir Path temporary) throws Exception {
    Optional<Corpus> corpus = Corpus.find(temporary);
    assumeTrue(corpus.isPresent(), "no corpus beside this checkout");
    entries = corpus.orElseThrow().entries();
  }

  @Test
  void everyVerdictIsExpectedOrAlsoRight() throws IOException {
    FileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT);
    List<String> wrong = new ArrayList<>();
    for (Entry entry : entries) {
      String verdict = Verdicts.name(checker.check(SourceFile.read(entry.file()), true));
      if (!entry.right().contains(verdict)) {
        wrong.add(entry.column("path") + ": " + verdict + ", not " + entry.right());
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void identifiersEqualThoseOfTheOtherReaders() throws IOException {
    FileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT);
    List<String> wrong = new ArrayList<>();
    for (Entry entry : entries) {
      Verdict verdict = checker.check(SourceFile.read(entry.file()));
      boolean comparable = !entry.isDisputed() && !entry.file().endsWith(TWO_FILE_METAS);
      if (verdict.kind() != Verdict.Kind.INSTANCE || !comparable) {
        continue;
      }
      var header = verdict.header();
      compare(wrong, entry, "sop_class_uid", header.sopClassUid());
      compare(wrong, entry, "sop_instance_uid", header.sopInstanceUid());
      compare(wrong, entry, "study_instance_uid", header.studyInstanceUid());
      compare(wrong, entry, "series_instance_uid", header.seriesInstanceUid());
      compare(wrong, entry, "transfer_syntax_uid", header.transferSyntaxUid());
      compare(wrong, entry, "modality", header.modality() == null ? "" : header.modality());
    }
    assertThat(wrong).isEmpty();
  }

  private static void compare(
      List<String> wrong, Entry entry, String column, @Nullable Object ours) {
    if (!entry.column(column).equals(ours)) {
      wrong.add(entry.column("path") + ": " + column);
    }
  }
}
