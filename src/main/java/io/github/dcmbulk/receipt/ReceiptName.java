package io.github.dcmbulk.receipt;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Names of receipts. */
final class ReceiptName {
  private static final Pattern PLAIN = Pattern.compile("[0-9][0-9.]{0,63}");
  private static final Pattern ANY =
      Pattern.compile("([0-9][0-9.]{0,63}|uid-[0-9a-f]{64})(-[0-9]+)?\\.json");

  private ReceiptName() {}

  /**
   * The name of a receipt.
   *
   * @param count 1 for the study's first receipt
   */
  static String of(String studyInstanceUid, int count) {
    // A value that is no valid UID (PS3.5 §9.1) must not become part of a path.
    String base =
        PLAIN.matcher(studyInstanceUid).matches()
            ? studyInstanceUid
            : "uid-" + Sha256.of(studyInstanceUid.getBytes(StandardCharsets.UTF_8));
    return base + (count == 1 ? "" : "-" + count) + ".json";
  }

  /** Whether a name has the form of a receipt's: a manipulated index may contain any path. */
  static boolean isOurs(String name) {
    return ANY.matcher(name).matches();
  }
}
