package io.github.dcmbulk.receipt;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** How receipts are called. */
final class ReceiptName {
  private static final Pattern PLAIN = Pattern.compile("[0-9][0-9.]{0,63}");
  private static final Pattern ANY =
      Pattern.compile("([0-9][0-9.]{0,63}|uid-[0-9a-f]{64})(-[0-9]+)?\\.json");

  private ReceiptName() {}

  /**
   * The name of a study's receipt.
   *
   * @param count 1 for its first receipt
   */
  static String of(String studyInstanceUid, int count) {
    // What is no UID by the standard (PS3.5 §9.1) must not choose a path.
    String base =
        PLAIN.matcher(studyInstanceUid).matches()
            ? studyInstanceUid
            : "uid-" + Sha256.of(studyInstanceUid.getBytes(StandardCharsets.UTF_8));
    return base + (count == 1 ? "" : "-" + count) + ".json";
  }

  /** Whether a file may be called that: an index that was tampered with names any path. */
  static boolean isOurs(String name) {
    return ANY.matcher(name).matches();
  }
}
