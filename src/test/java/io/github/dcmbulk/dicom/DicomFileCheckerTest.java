package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DicomFileCheckerTest {
  private static final FileChecker CHECKER = new DicomFileChecker(CheckOptions.DEFAULT);

  @TempDir private Path folder;

  @Test
  void keepsTheIdentifiersAndNothingElse() {
    var header = check(CHECKER, ct(EXPLICIT)).header();
    assertThat(header.sopClassUid()).isEqualTo(TestFile.CT);
    assertThat(header.sopInstanceUid()).isEqualTo("1.2.826.0.1.3680043.9.1.1");
    assertThat(header.studyInstanceUid()).isEqualTo("1.2.826.0.1.3680043.9.1");
    assertThat(header.seriesInstanceUid()).isEqualTo("1.2.826.0.1.3680043.9.1.2");
    assertThat(header.transferSyntaxUid()).isEqualTo(EXPLICIT);
    assertThat(header.modality()).isEqualTo("CT");
    assertThat(header.studyDate()).isEqualTo("20240229");
  }

  @ParameterizedTest
  @CsvSource({"2024.02.29,20240229", "20240229,20240229", "'', ", "yesterday, ", "2024022,"})
  void studyDatesAreEightDigitsOrNothing(String stated, @Nullable String kept) {
    TestFile file = ct(EXPLICIT).put(Tag.STUDY_DATE, "DA", text(stated));
    assertThat(check(CHECKER, file).header().studyDate()).isEqualTo(kept);
  }

  @Test
  void illegalUidsAreNotInTheHeader() {
    TestFile file = ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("../../x "));
    assertThat(check(CHECKER, file).header().studyInstanceUid()).isNull();
  }

  @Test
  void patientDigestsCompareIdsWithoutPaddingAndCase() {
    Long same = check(CHECKER, ct(EXPLICIT)).header().patientDigest();
    assertThat(same)
        .isNotNull()
        .isEqualTo(digest(CHECKER, "ID-7"))
        .isEqualTo(digest(CHECKER, "id-7\0"))
        .isNotEqualTo(digest(CHECKER, "ID-8"))
        .isNotEqualTo(digest(new DicomFileChecker(CheckOptions.DEFAULT), "ID-7"));
    assertThat(digest(CHECKER, "  ")).isNull();
    byte[] key = {1, 2, 3};
    assertThat(digest(new DicomFileChecker(CheckOptions.DEFAULT, key), "ID-7"))
        .isEqualTo(digest(new DicomFileChecker(CheckOptions.DEFAULT, key), "ID-7"));
  }

  @Test
  void theFirstReadIsAsLongAsTheLastHeader() throws IOException {
    List<Long> reads = new ArrayList<>();
    FileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT, reads::add);
    for (int i = 0; i < 5; i++) {
      checkWithHeader(checker, 1);
    }
    assertThat(reads).containsExactly(8192L, 4096L, 2048L, 1024L, 1024L);
    reads.clear();
    checkWithHeader(checker, 25);
    checkWithHeader(checker, 25);
    assertThat(reads).containsExactly(1024L, 8192L, 4096L);
    reads.clear();
    checkWithHeader(checker, 80);
    checkWithHeader(checker, 80);
    assertThat(reads).containsExactly(4096L, 8192L, 8192L, 11_264L);
  }

  /** A file with that many texts of 108 bytes before its pixel data. */
  private void checkWithHeader(FileChecker checker, int texts) throws IOException {
    TestFile file = ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW", new byte[20_000]);
    for (int i = 0; i < texts; i++) {
      file.put(0x00091000 + i, "LO", text("x".repeat(100)));
    }
    Path path = Files.write(folder.resolve("header"), file.bytes());
    assertThat(checker.check(SourceFile.read(path)).kind()).isEqualTo(Verdict.Kind.INSTANCE);
  }

  @Test
  void accessionNumbersAreKeptAsDigestsOfTheirOwn() throws IOException {
    TestFile file = ct(EXPLICIT).put(Tag.ACCESSION_NUMBER, "SH", text("ID-7"));
    Long accession = check(CHECKER, file).header().accessionDigest();
    assertThat(accession).isNotNull().isNotEqualTo(digest(CHECKER, "ID-7"));
    assertThat(check(CHECKER, ct(EXPLICIT)).header().accessionDigest()).isNull();
  }

  @Test
  void directoriesOfMediaAreRejectedOnlyWhenNamed() throws IOException {
    Path file = write(ct(EXPLICIT).meta(Tag.META_SOP_CLASS, "UI", uid("1.2.840.10008.1.3.10")));
    assertThat(Verdicts.name(CHECKER.check(SourceFile.read(file), true))).isEqualTo("dicomdir");
    assertThat(Verdicts.name(CHECKER.check(SourceFile.read(file)))).isEqualTo("not-dicom");
  }

  @ParameterizedTest
  @ValueSource(strings = {".DS_Store", "._IM0001.dcm", "Thumbs.db", "DESKTOP.INI"})
  void systemFilesAreNotEvenOpened(String name) {
    SourceFile absent = new SourceFile(folder.resolve(name), 4096, 0);
    assertThat(CHECKER.check(absent).kind()).isEqualTo(Verdict.Kind.NOT_DICOM);
  }

  @ParameterizedTest
  @CsvSource({
    "a.dcm,empty",
    "a.DICOM,empty",
    "1.IMA,empty",
    "IM000001,empty",
    "I10,empty",
    "00000012,empty",
    "1.2.840.113619.2,empty",
    "CT.1.2.840.113619.2,empty",
    "RTSTRUCT.1.2.840.113619.2.7,empty",
    "SC1.2.840.113619.2,empty",
    "IM-0001-0001,empty",
    "IM-0001-0012-0001,empty",
    "IM_0001,empty",
    "MR000001,empty",
    "9af3c0d1,empty",
    "0A1B2C3D4E5F60718293A4B5C6D7E8F9,empty",
    "3f2504e0-4f89-11d3-9a0c-0305e82c3301,empty",
    "MR_0f3b2c1a9d8e7f60,empty",
    "backup-2026-11-29,not-dicom",
    "i1234.CTDC.1,not-dicom",
    "1.2.txt,not-dicom",
    "notes.txt,not-dicom",
    "README,not-dicom",
    ".lock,not-dicom"
  })
  void emptyFilesAreRejectedOnlyIfTheirNameIsThatOfADicomFile(String name, String verdict) {
    SourceFile empty = new SourceFile(folder.resolve(name), 0, 0);
    assertThat(Verdicts.name(CHECKER.check(empty))).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({
    "i1234.CTDC.1,empty",
    "README,empty",
    "PATIENT.MR.0001.0002,empty",
    ".lock,not-dicom",
    "notes.txt,not-dicom",
    "Dicomdir,not-dicom"
  })
  void emptyFilesWithoutExtensionAreRejectedAmongInstances(String name, String verdict)
      throws IOException {
    Files.writeString(folder.resolve("other"), "x".repeat(200));
    Files.createFile(folder.resolve("second"));
    Files.createDirectory(folder.resolve("folder"));
    write(ct(EXPLICIT));
    SourceFile empty = new SourceFile(folder.resolve(name), 0, 0);
    FileChecker checker = new DicomFileChecker(CheckOptions.DEFAULT);
    assertThat(Verdicts.name(checker.check(empty))).isEqualTo(verdict);
    assertThat(Verdicts.name(checker.check(new SourceFile(folder.resolve("folder/x"), 0, 0))))
        .isEqualTo("not-dicom");
  }

  @Test
  void anyOtherNameWillDo() {
    Path file = folder.resolve("a b\tc\n.tmp");
    assertThat(Verdicts.of(CHECKER, file, ct(EXPLICIT).bytes()).kind())
        .isEqualTo(Verdict.Kind.INSTANCE);
  }

  @Test
  void absentFilesAndFoldersAreUnreadable() {
    assertThat(CHECKER.check(new SourceFile(folder.resolve("absent"), 4096, 0)).kind())
        .isEqualTo(Verdict.Kind.UNREADABLE);
    assertThat(CHECKER.check(new SourceFile(folder, 4096, 0)).kind())
        .isEqualTo(Verdict.Kind.UNREADABLE);
  }

  @Test
  void anInterruptIsLeftForTheCaller() throws IOException {
    SourceFile file = SourceFile.read(write(ct(EXPLICIT)));
    Thread.currentThread().interrupt();
    Verdict verdict = CHECKER.check(file);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.UNREADABLE);
  }

  @Test
  void aFileStillBeingWrittenHasChangedAndIsNotTruncated() throws IOException {
    byte[] whole = ct(EXPLICIT).bytes();
    Path file = folder.resolve("growing");
    Files.write(file, Arrays.copyOf(whole, whole.length - 10));
    SourceFile seen = SourceFile.read(file);
    assertThat(Verdicts.name(CHECKER.check(seen))).isEqualTo("truncated");
    Files.write(file, whole);
    assertThat(Verdicts.name(CHECKER.check(seen))).isEqualTo("changed");
  }

  @Test
  void aFileThatShrankHasChanged() throws IOException {
    Path file = write(ct(EXPLICIT));
    SourceFile seen = SourceFile.read(file);
    Files.write(file, Arrays.copyOf(ct(EXPLICIT).bytes(), 300));
    assertThat(Verdicts.name(CHECKER.check(seen))).isEqualTo("changed");
  }

  @Test
  void strictRejectsWhatIsOnlyOdd() {
    FileChecker strict = new DicomFileChecker(options(true, Set.of(), false));
    TestFile odd = ct(EXPLICIT).meta(Tag.META_SOP_INSTANCE, "UI", uid("1.2.3"));
    assertThat(Verdicts.text(check(strict, odd))).isEqualTo("strict meta-mismatch");
    assertThat(Verdicts.text(check(strict, ct(EXPLICIT)))).isEqualTo("instance");
  }

  @Test
  void acceptedReasonsStayVisible() {
    FileChecker lenient = new DicomFileChecker(options(false, EnumSet.allOf(Reason.class), false));
    byte[] cut = Arrays.copyOf(ct(EXPLICIT).bytes(), ct(EXPLICIT).bytes().length - 10);
    assertThat(verdict(lenient, cut)).isEqualTo("instance truncated");
    assertThat(verdict(lenient, ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW").bytes()))
        .isEqualTo("instance truncated");
    assertThat(verdict(lenient, ct(EXPLICIT).removeMeta(Tag.TRANSFER_SYNTAX).bytes()))
        .isEqualTo("instance bad-meta");
    assertThat(verdict(lenient, ct(EXPLICIT).withoutPreamble().bytes()))
        .isEqualTo("instance no-preamble bad-meta");
    assertThat(verdict(lenient, ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3")).bytes()))
        .isEqualTo("instance unsupported-transfer-syntax");
  }

  @Test
  void whatCannotBeFiledIsNotAccepted() {
    FileChecker lenient = new DicomFileChecker(options(false, EnumSet.allOf(Reason.class), false));
    assertThat(verdict(lenient, Arrays.copyOf(ct(EXPLICIT).bytes(), 450))).startsWith("truncated");
    assertThat(verdict(lenient, ct(EXPLICIT).remove(Tag.STUDY).bytes())).isEqualTo("no-study");
    assertThat(verdict(lenient, ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("x ")).bytes()))
        .isEqualTo("bad-uid");
  }

  @Test
  void anyTransferSyntaxTakesBareDataSetsToo() {
    FileChecker any = new DicomFileChecker(options(false, Set.of(), true));
    assertThat(verdict(any, ct(EXPLICIT).withoutPreamble().bytes()))
        .isEqualTo("instance no-preamble");
    assertThat(verdict(any, ct(TestFile.IMPLICIT).withoutPreamble().removeMeta().bytes()))
        .isEqualTo("instance no-preamble");
    assertThat(verdict(any, ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3")).bytes()))
        .isEqualTo("instance");
  }

  @Test
  void rejectedSyntaxesStillHaveTheirStudy() {
    TestFile file = ct(JPEG_LOSSLESS).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3"));
    Verdict verdict = check(CHECKER, file);
    assertThat(verdict.reason()).isEqualTo(Reason.UNSUPPORTED_TRANSFER_SYNTAX);
    assertThat(verdict.header().studyInstanceUid()).isEqualTo("1.2.826.0.1.3680043.9.1");
  }

  private Verdict check(FileChecker checker, TestFile file) {
    return Verdicts.of(checker, folder.resolve("file"), file.bytes());
  }

  private String verdict(FileChecker checker, byte[] content) {
    return Verdicts.text(Verdicts.of(checker, folder.resolve("file"), content));
  }

  private @Nullable Long digest(FileChecker checker, String patientId) {
    return check(checker, ct(EXPLICIT).put(Tag.PATIENT_ID, "LO", text(patientId)))
        .header()
        .patientDigest();
  }

  private Path write(TestFile file) throws IOException {
    return Files.write(folder.resolve("file"), file.bytes());
  }

  private static CheckOptions options(boolean strict, Set<Reason> accept, boolean any) {
    return new CheckOptions(
        CheckOptions.Depth.FULL,
        strict,
        accept,
        any ? null : CheckOptions.SERVICE_TRANSFER_SYNTAXES);
  }
}
