package io.github.dcmbulk.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the checks say of one file.
 *
 * @param kind the bucket
 * @param reason why it is rejected; null unless {@code kind} is {@code REJECTED}
 * @param warnings what is odd about it, unmodifiable
 * @param header the identifiers, as far as they could be read
 */
public record Verdict(
    Kind kind, @Nullable Reason reason, Set<Warning> warnings, InstanceHeader header) {

  /** The bucket a checked file falls into. */
  public enum Kind {
    /** To be sent. */
    INSTANCE,
    /** No DICOM file; counted and skipped. */
    NOT_DICOM,
    /** A DICOM file that must not be sent. */
    REJECTED,
    /** It could not be opened or read. */
    UNREADABLE
  }

  /** Checks that exactly the rejected have a reason. */
  public Verdict {
    if ((kind == Kind.REJECTED) != (reason != null)) {
      throw new IllegalArgumentException("a reason belongs to a rejection: " + kind);
    }
    warnings =
        warnings.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(warnings));
  }

  /** A file to be sent. */
  public static Verdict instance(InstanceHeader header, Set<Warning> warnings) {
    return new Verdict(Kind.INSTANCE, null, warnings, header);
  }

  /** A file that is no DICOM. */
  public static Verdict notDicom() {
    return new Verdict(Kind.NOT_DICOM, null, Set.of(), InstanceHeader.NONE);
  }

  /** A DICOM file that must not be sent. */
  public static Verdict rejected(Reason reason, InstanceHeader header, Set<Warning> warnings) {
    return new Verdict(Kind.REJECTED, reason, warnings, header);
  }

  /** A file that could not be opened or read. */
  public static Verdict unreadable() {
    return new Verdict(Kind.UNREADABLE, null, Set.of(), InstanceHeader.NONE);
  }
}
