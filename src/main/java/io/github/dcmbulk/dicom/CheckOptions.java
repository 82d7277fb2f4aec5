package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How strictly files are checked.
 *
 * @param depth how much of a file is looked at
 * @param strict whether any warning becomes a rejection
 * @param accept rejections that become warnings where the file can still be read and filed
 * @param transferSyntaxes the transfer syntax UIDs that may be sent; null for any
 */
public record CheckOptions(
    Depth depth, boolean strict, Set<Reason> accept, @Nullable Set<String> transferSyntaxes) {

  /** What the service processes (its published list). */
  public static final Set<String> SERVICE_TRANSFER_SYNTAXES =
      Set.of(
          "1.2.840.10008.1.2",
          "1.2.840.10008.1.2.1",
          "1.2.840.10008.1.2.2",
          "1.2.840.10008.1.2.1.99",
          "1.2.840.10008.1.2.4.70",
          "1.2.840.10008.1.2.4.80",
          "1.2.840.10008.1.2.4.90",
          "1.2.840.10008.1.2.4.91",
          "1.2.840.10008.1.2.5");

  /** Full depth, lenient, the service's transfer syntaxes. */
  public static final CheckOptions DEFAULT =
      new CheckOptions(Depth.FULL, false, Set.of(), SERVICE_TRANSFER_SYNTAXES);

  /** How much of a file is looked at. */
  public enum Depth {
    /** The header only: identifiers and encoding, one small read for most files. */
    HEADER,
    /** The whole structure, by seeking over values. */
    FULL
  }

  /** Copies the sets. */
  public CheckOptions {
    accept = Set.copyOf(accept);
    transferSyntaxes = transferSyntaxes == null ? null : Set.copyOf(transferSyntaxes);
  }
}
