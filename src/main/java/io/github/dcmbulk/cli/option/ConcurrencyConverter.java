package io.github.dcmbulk.cli.option;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code auto} (0 to the engine) or a number from 1 to 64. */
public final class ConcurrencyConverter implements ITypeConverter<Integer> {
  /** Highest number of parallel uploads. */
  private static final int MOST = 64;

  @Override
  public Integer convert(String text) {
    if (text.equals("auto")) {
      return 0;
    }
    if (text.matches("\\d{1,3}")) {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= MOST) {
        return number;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' is neither auto nor a number from 1 to " + MOST);
  }
}
