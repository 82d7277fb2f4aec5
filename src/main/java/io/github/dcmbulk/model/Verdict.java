package io.github.dcmbulk.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the checks say of one file.
 *
 * @param kind the bucket
 * @param reason why it is rejected; null unless {@code kind} is {@code REJECTED}
 * @param warnings what is odd about it, unmodifiable
 * @param accepted reasons for which it would be rejected, had the user not accepted them;
 *     unmodifiable, empty unless {@code kind} is {@code INSTANCE}
 * @param header the identifiers, as far as they could be read
 * @param passedOver what may hold images although it is no instance; null for nothing
 */
public record Verdict(
    Kind kind,
    @Nullable Reason reason,
    Set<Warning> warnings,
    Set<Reason> accepted,
    InstanceHeader header,
    @Nullable PassedOverReason passedOver) {

  /** A verdict on a file that holds no others. */
  public Verdict(
      Kind kind,
      @Nullable Reason reason,
      Set<Warning> warnings,
      Set<Reason> accepted,
      InstanceHeader header) {
    this(kind, reason, warnings, accepted, header, null);
  }

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
    accepted =
        accepted.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(accepted));
  }

  /** A file to be sent. */
  public static Verdict instance(InstanceHeader header, Set<Warning> warnings) {
    return instance(header, warnings, Set.of());
  }

  /** A file to be sent, some of whose reasons for rejection the user accepted. */
  public static Verdict instance(
      InstanceHeader header, Set<Warning> warnings, Set<Reason> accepted) {
    return new Verdict(Kind.INSTANCE, null, warnings, accepted, header);
  }

  /** A file that is no DICOM. */
  public static Verdict notDicom() {
    return new Verdict(Kind.NOT_DICOM, null, Set.of(), Set.of(), InstanceHeader.NONE);
  }

  /** A file that is no DICOM, and may hold some; null for one that does not. */
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

  /** Wire names of the warnings and of the accepted reasons, as rows show them. */
  public Set<String> warningNames() {
    if (warnings.isEmpty() && accepted.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>();
    warnings.forEach(warning -> names.add(warning.wire()));
    accepted.forEach(acceptedReason -> names.add(acceptedReason.wire()));
    return Collections.unmodifiableSet(names);
  }
}
