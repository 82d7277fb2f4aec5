package io.github.dcmbulk.cli.option;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a size, or a rate per second, as a number of bytes: {@code 50MB} and {@code 50MiB} count
 * bytes, {@code 400Mbit} counts bits. Case does not matter; {@code 1.5GB} is fine.
 */
public final class BytesConverter implements ITypeConverter<Long> {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([kmgt]i?)?(b|bit)(/s|ps)?");
  private static final Map<String, Long> FACTORS =
      Map.of(
          "k",
          1_000L,
          "m",
          1_000_000L,
          "g",
          1_000_000_000L,
          "t",
          1_000_000_000_000L,
          "ki",
          1L << 10,
          "mi",
          1L << 20,
          "gi",
          1L << 30,
          "ti",
          1L << 40);

  @Override
  public Long convert(String text) {
    Matcher shape = SHAPE.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!shape.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is neither a size nor a rate; write it as 50MB, 50MiB or 400Mbit");
    }
    String prefix = shape.group(2);
    BigDecimal bytes =
        new BigDecimal(shape.group(1))
            .multiply(BigDecimal.valueOf(prefix == null ? 1 : FACTORS.getOrDefault(prefix, 1L)));
    if (shape.group(3).equals("bit")) {
      bytes = bytes.divide(BigDecimal.valueOf(8), RoundingMode.DOWN);
    }
    if (bytes.compareTo(BigDecimal.ONE) < 0
        || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new TypeConversionException("'" + text + "' is out of range");
    }
    return bytes.longValue();
  }
}
