package io.github.dcmbulk.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that may contain images are recognised by their bytes, not by name. */
class ContainersTest {
  @TempDir Path dir;

  private Verdict check(String name, byte[] bytes) throws Exception {
    Path file = Files.write(dir.resolve(name), bytes);
    return new DicomFileChecker(CheckOptions.DEFAULT).check(SourceFile.read(file), false);
  }

  private @Nullable PassedOverReason passedOver(byte[] bytes) throws Exception {
    Verdict verdict = check("IM000001", bytes);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_DICOM);
    return verdict.passedOver();
  }

  private static byte[] zip(String member) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(member));
      zip.write(new byte[300]);
    }
    return bytes.toByteArray();
  }

  private static byte[] with(int size, int at, byte... magic) {
    byte[] bytes = new byte[size];
    System.arraycopy(magic, 0, bytes, at, magic.length);
    return bytes;
  }

  @Test
  void anArchiveIsToBeUnpackedAndIsNoBareDataSet() throws Exception {
    Path file = Files.write(dir.resolve("a"), new byte[] {'P', 'K', 3, 4, 20, 0, 0, 0});
    Explanation explanation =
        new DicomFileChecker(CheckOptions.DEFAULT).explain(SourceFile.read(file));
    assertThat(explanation.findings())
        .last()
        .satisfies(
            finding -> {
              assertThat(finding.detail()).contains("an archive");
              assertThat(finding.advice().remedy()).contains("unpack").doesNotContain("dcmconv");
            });
  }

  /** The form of findings/orthanc-storage-compression.sh. */
  private static byte[] compressedByOrthanc(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(content.length).array());
    try (OutputStream out = new DeflaterOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  @Test
  void instancesThatOrthancCompressedAreRecognised() throws Exception {
    byte[] dicom = with(20_000, 128, "DICM".getBytes(StandardCharsets.US_ASCII));
    assertThat(passedOver(compressedByOrthanc(dicom))).isEqualTo(PassedOverReason.ARCHIVE);
    new Random(1).nextBytes(dicom);
    System.arraycopy(with(4, 0, (byte) 'D', (byte) 'I', (byte) 'C', (byte) 'M'), 0, dicom, 128, 4);
    assertThat(passedOver(compressedByOrthanc(dicom))).isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(compressedByOrthanc("{}".repeat(500).getBytes(StandardCharsets.UTF_8))))
        .isNull();
    assertThat(passedOver(with(3000, 8, (byte) 0x78, (byte) 0x9C, (byte) 7))).isNull();
  }

  @Test
  void oldFormsOfArchivesAndDiscsAreRecognised() throws Exception {
    byte[] tar = with(1024, 0, "study/1.dcm".getBytes(StandardCharsets.US_ASCII));
    int sum = 8 * ' ';
    for (byte b : tar) {
      sum += b & 0xFF;
    }
    byte[] field = String.format("%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(field, 0, tar, 148, field.length);
    assertThat(passedOver(tar)).isEqualTo(PassedOverReason.ARCHIVE);
    tar[0]++;
    assertThat(passedOver(tar)).isNull();

    byte[] udf = "BEA01".getBytes(StandardCharsets.US_ASCII);
    assertThat(passedOver(with(40_000, 32_769, udf))).isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(with(600, 0, (byte) 0x1F, (byte) 0x9D, (byte) 0x90)))
        .isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(with(600, 0, "MSCF".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(PassedOverReason.ARCHIVE);
  }

  @Test
  void archivesAreRecognised() throws Exception {
    ByteArrayOutputStream gz = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gz)) {
      out.write(new byte[1000]);
    }
    assertThat(passedOver(zip("study/1.dcm"))).isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(gz.toByteArray())).isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(with(1024, 257, "ustar".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(
            passedOver(
                with(
                    500,
                    0,
                    (byte) '7',
                    (byte) 'z',
                    (byte) 0xBC,
                    (byte) 0xAF,
                    (byte) 0x27,
                    (byte) 0x1C)))
        .isEqualTo(PassedOverReason.ARCHIVE);
    assertThat(passedOver(with(40_000, 32_769, "CD001".getBytes(StandardCharsets.US_ASCII))))
        .isEqualTo(PassedOverReason.ARCHIVE);
  }

  @Test
  void documentsAndOtherFilesAreNone() throws Exception {
    assertThat(passedOver(zip("[Content_Types].xml"))).isNull();
    assertThat(passedOver(zip("META-INF/MANIFEST.MF"))).isNull();
    assertThat(
            passedOver("a text that is named like an archive".getBytes(StandardCharsets.US_ASCII)))
        .isNull();
    assertThat(check("x.zip", new byte[0]).passedOver()).isNull();
  }

  @Test
  void aMediaDirectoryIsComparedWithWhatIsThere() throws Exception {
    Files.createDirectories(dir.resolve("DICOM/S1"));
    Files.createFile(dir.resolve("DICOM/S1/I1"));
    Files.createDirectories(dir.resolve("dicom/s2"));
    Files.createFile(dir.resolve("dicom/s2/i2"));
    assertThat(passedOver(mediaDirectory("DICOM\\S1\\I1", "DICOM\\S2\\I2 ", "..\\..\\X"))).isNull();
    assertThat(passedOver(mediaDirectory("DICOM\\S1\\I1", "DICOM\\S1\\I9")))
        .isEqualTo(PassedOverReason.DICOMDIR_MISSING_FILES);
  }

  private static byte[] mediaDirectory(String... names) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(new byte[128]);
    out.write("DICM".getBytes(StandardCharsets.US_ASCII));
    element(out, 0x0002, 0x0002, "UI", "1.2.840.10008.1.3.10");
    element(out, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1");
    for (String name : names) {
      element(out, 0x0004, 0x1500, "CS", name);
    }
    return out.toByteArray();
  }

  private static void element(OutputStream out, int group, int element, String vr, String value)
      throws Exception {
    String even = value.length() % 2 == 0 ? value : value + (vr.equals("UI") ? "\0" : " ");
    out.write(
        new byte[] {(byte) group, (byte) (group >> 8), (byte) element, (byte) (element >> 8)});
    out.write(vr.getBytes(StandardCharsets.US_ASCII));
    out.write(new byte[] {(byte) even.length(), 0});
    out.write(even.getBytes(StandardCharsets.US_ASCII));
  }
}
