package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.model.Reason;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rejection reason by its code, for example {@code truncated}. */
public final class ReasonConverter implements ITypeConverter<Reason> {
  @Override
  public Reason convert(String text) {
    return Reason.ofCode(text.strip())
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no reason; the reasons are "
                        + Stream.of(Reason.values())
                            .map(Reason::code)
                            .collect(Collectors.joining(", "))));
  }
}
