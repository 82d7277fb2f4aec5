package io.github.dcmbulk.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The smallest DICOM file that an archive accepts: a report without content (PS3.10 §7.1). */
final class TinyDicom {
  private static final String BASIC_TEXT_SR = "1.2.840.10008.5.1.4.1.1.88.11";
  private static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private TinyDicom() {}

  /** Writes one instance. */
  static Path write(
      Path file, String study, String instance, String accession, String patient, String date)
      throws IOException {
    TinyDicom meta = new TinyDicom();
    meta.element(0x00020002, "UI", BASIC_TEXT_SR);
    meta.element(0x00020003, "UI", instance);
    meta.element(0x00020010, "UI", EXPLICIT_LITTLE_ENDIAN);
    TinyDicom data = new TinyDicom();
    data.element(0x00080016, "UI", BASIC_TEXT_SR);
    data.element(0x00080018, "UI", instance);
    data.element(0x00080020, "DA", date);
    data.element(0x00080050, "SH", accession);
    data.element(0x00080060, "CS", "SR");
    data.element(0x00100010, "PN", "NAMESECRET^INVENTED");
    data.element(0x00100020, "LO", patient);
    data.element(0x0020000D, "UI", study);
    data.element(0x0020000E, "UI", study + ".1");
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(new byte[128]);
    all.write("DICM".getBytes(StandardCharsets.US_ASCII));
    TinyDicom length = new TinyDicom();
    length.group(meta.bytes.size());
    all.write(length.bytes.toByteArray());
    all.write(meta.bytes.toByteArray());
    all.write(data.bytes.toByteArray());
    Files.createDirectories(file.toAbsolutePath().getParent());
    return Files.write(file, all.toByteArray());
  }

  private void group(int length) throws IOException {
    bytes.write(little(8).putShort((short) 2).putShort((short) 0).array(), 0, 4);
    bytes.write("UL".getBytes(StandardCharsets.US_ASCII));
    bytes.write(little(2).putShort((short) 4).array());
    bytes.write(little(4).putInt(length).array());
  }

  private void element(int tag, String vr, String value) throws IOException {
    boolean isOdd = value.length() % 2 == 1;
    byte[] text =
        (value + (isOdd ? vr.equals("UI") ? "\0" : " " : "")).getBytes(StandardCharsets.US_ASCII);
    bytes.write(little(4).putShort((short) (tag >>> 16)).putShort((short) tag).array());
    bytes.write(vr.getBytes(StandardCharsets.US_ASCII));
    bytes.write(little(2).putShort((short) text.length).array());
    bytes.write(text);
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }
}
