package io.github.dcmbulk.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Result of the checks of one file.
 *
 * @param kind kind of result
 * @param reason why it is rejected; null unless {@code kind} is {@code REJECTED}
 * @param warnings unusual facts, unmodifiable
 * @param accepted reasons for rejection that the user accepted; unmodifiable, empty unless {@code
 *     kind} is {@code INSTANCE}
 * @param header the identifiers, as far as they could be read
 * @param passedOver why a file that is no instance may contain images; null for none
 */
public record Verdict(
    Kind kind,
    @Nullable Reason reason,
    Set<Warning> warnings,
    Set<Reason> accepted,
    InstanceHeader header,
    @Nullable PassedOverReason passedOver) {

  /** A verdict on a file that cannot contain others. */
  public Verdict(
      Kind kind,
      @Nullable Reason reason,
      Set<Warning> warnings,
      Set<Reason> accepted,
      InstanceHeader header) {
    this(kind, reason, warnings, accepted, header, null);
  }

  /** Kind of a checked file. */
  public enum Kind {
    /** To be sent. */
    INSTANCE,
    /** Not a DICOM file; counted and skipped. */
    NOT_DICOM,
    /** A DICOM file that must not be sent. */
    REJECTED,
    /** It could not be opened or read. */
    UNREADABLE
  }

  /** Checks that rejections, and only these, have a reason. */
  public Verdict {
    if ((kind == Kind.REJECTED) != (reason != null)) {
      throw new IllegalArgumentException("a reason belongs to a rejection: " + kind);
    }
    warnings =
        warnings.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(warnings));
    accepted =
        accepted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(accepted));
  }

  /** A file to be sent. */
  public static Verdict instance(InstanceHeader header, Set<Warning> warnings) {
    return instance(header, warnings, Set.of());
  }

  /** An instance with reasons for rejection that the user accepted. */
  public static Verdict instance(
      InstanceHeader header, Set<Warning> warnings, Set<Reason> accepted) {
    return new Verdict(Kind.INSTANCE, null, warnings, accepted, header);
  }

  /** A file that is not DICOM. */
  public static Verdict notDicom() {
    return new Verdict(Kind.NOT_DICOM, null, Set.of(), Set.of(), InstanceHeader.NONE);
  }

  /** A file that is not DICOM and may contain images; null if it cannot. */
  public static Verdict notDicom(@Nullable PassedOverReason passedOver) {
    return new Verdict(Kind.NOT_DICOM, null, Set.of(), Set.of(), InstanceHeader.NONE, passedOver);
  }

  /** A DICOM file that must not be sent. */
  public static Verdict rejected(Reason reason, InstanceHeader header, Set<Warning> warnings) {
    return new Verdict(Kind.REJECTED, reason, warnings, Set.of(), header);
  }

  /** A file that could not be opened or read. */
  public static Verdict unreadable() {
    return new Verdict(Kind.UNREADABLE, null, Set.of(), Set.of(), InstanceHeader.NONE);
  }

  /** Names of the warnings and of the accepted reasons, as in rows. */
  public Set<String> warningNames() {
    if (warnings.isEmpty() && accepted.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    warnings.forEach(warning -> names.add(warning.code()));
    accepted.forEach(acceptedReason -> names.add(acceptedReason.code()));
    return Collections.unmodifiableSet(names);
  }
}
