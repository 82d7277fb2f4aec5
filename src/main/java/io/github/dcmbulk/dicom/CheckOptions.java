package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the check.
 *
 * @param depth how much of a file is read
 * @param strict whether any warning becomes a rejection
 * @param accept rejections that become warnings, if the file can still be read and identified
 * @param transferSyntaxes the transfer syntax UIDs that may be sent; null for any
 */
public record CheckOptions(
    Depth depth, boolean strict, Set<Reason> accept, @Nullable Set<String> transferSyntaxes) {

  /** The transfer syntaxes that the service processes, by its published list. */
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

  /** Full depth, not strict, the service's transfer syntaxes. */
  public static final CheckOptions DEFAULT =
      new CheckOptions(Depth.FULL, false, Set.of(), SERVICE_TRANSFER_SYNTAXES);

  /** How much of a file is read. */
  public enum Depth {
    /** Only the header: identifiers and encoding, with one small read for most files. */
    HEADER,
    /** The whole structure; values are skipped by seeking. */
    FULL
  }

  /** Copies the sets. */
  public CheckOptions {
    accept = Set.copyOf(accept);
    transferSyntaxes = transferSyntaxes == null ? null : Set.copyOf(transferSyntaxes);
  }
}
