package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An identity (accession numbers, patient IDs, dates) as one column of the temporary file. */
final class IdentityText {
  private IdentityText() {}

  static @Nullable String of(Identity identity) {
    return identity.isKnown()
        ? join(identity.accessions())
            + ";"
            + join(identity.patients())
            + ";"
            + String.join(",", identity.dates())
        : null;
  }

  static Identity read(@Nullable String text) {
    if (text == null) {
      return Identity.UNKNOWN;
    }
    String[] parts = text.split(";", -1);
    return new Identity(
        true,
        values(parts[0], Long::valueOf),
        values(parts[1], Long::valueOf),
        values(parts[2], date -> date));
  }

  private static String join(Set<Long> digests) {
    return String.join(",", digests.stream().map(String::valueOf).toList());
  }

  private static <T> Set<T> values(String joined, Function<String, T> reading) {
    Set<T> values = new HashSet<>();
    if (!joined.isEmpty()) {
      Arrays.stream(joined.split(",")).map(reading).forEach(values::add);
    }
    return values;
  }
}
