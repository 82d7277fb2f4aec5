package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.upload.settings.RunLimits;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of errors, {@code 100}, or a share of the instances tried, {@code 5%}. */
public final class MaxErrorsConverter implements ITypeConverter<RunLimits.MaxErrors> {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(%)?");

  @Override
  public RunLimits.MaxErrors convert(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (shape.matches()) {
      double count = Double.parseDouble(shape.group(1));
      boolean percent = shape.group(2) != null;
      if (percent ? count <= 100 : count == Math.rint(count)) {
        return new RunLimits.MaxErrors(count, percent);
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is neither a number of errors nor a percentage such as 5%");
  }
}
