package io.github.dcmbulk.sandbox.fault;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A fault and the requests that it affects. Written {@code
 * NAME[=DURATION][:RATE][:xCOUNT][:+SKIP]}, for example {@code slow-down:10%}, {@code reset:x3},
 * {@code latency=50ms}, {@code token-expired:x1:+100}.
 *
 * @param kind kind of fault
 * @param value duration, for kinds that take one; otherwise null
 * @param rate share of requests that it affects, above 0 and up to 1
 * @param count most requests that it affects
 * @param skip number of requests at the start that it does not affect
 */
public record Fault(FaultKind kind, @Nullable Duration value, double rate, long count, long skip) {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
  private static final Pattern RATE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,9})?)(%?)");
  private static final Pattern COUNT = Pattern.compile("x(\\d{1,18})");
  private static final Pattern SKIP = Pattern.compile("\\+(\\d{1,18})");

  /** Checks the ranges; a kind with a duration gets its default one if none is given. */
  public Fault {
    if (kind.usual() == null && value != null) {
      throw new IllegalArgumentException("fault " + kind.optionName() + " takes no duration");
    }
    value = value == null ? kind.usual() : value;
    if (!(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "the rate of fault " + kind.optionName() + " must be above 0 and at most 1 (100%)");
    }
    if (count < 1 || skip < 0) {
      throw new IllegalArgumentException(
          "the count of fault " + kind.optionName() + " must be at least 1");
    }
  }

  /** A fault of every request. */
  public static Fault always(FaultKind kind) {
    return new Fault(kind, null, 1, Long.MAX_VALUE, 0);
  }

  /** A fault of the first {@code count} requests. */
  public static Fault first(long count, FaultKind kind) {
    return new Fault(kind, null, 1, count, 0);
  }

  /**
   * Parses the notation above.
   *
   * @throws IllegalArgumentException the text is invalid; the message is for the user
   */
  public static Fault parse(String text) {
    List<String> parts = List.of(text.split(":", -1));
    String[] head = parts.get(0).split("=", 2);
    FaultKind kind = FaultKind.named(head[0]);
    Duration value = head.length == 1 ? null : duration(text, head[1]);
    double rate = 1;
    long count = Long.MAX_VALUE;
    long skip = 0;
    for (String part : parts.subList(1, parts.size())) {
      Matcher asCount = COUNT.matcher(part);
      Matcher asSkip = SKIP.matcher(part);
      if (asCount.matches()) {
        count = Long.parseLong(asCount.group(1));
      } else if (asSkip.matches()) {
        skip = Long.parseLong(asSkip.group(1));
      } else {
        rate = rate(text, part);
      }
    }
    return new Fault(kind, value, rate, count, skip);
  }

  private static double rate(String text, String part) {
    Matcher matcher = RATE.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "fault '"
              + text
              + "': '"
              + part
              + "' is not a rate (0.1 or 10%), a count (x3) or a number to skip (+100)");
    }
    double number = Double.parseDouble(matcher.group(1));
    return matcher.group(2).isEmpty() ? number : number / 100;
  }

  private static Duration duration(String text, String part) {
    Matcher matcher = DURATION.matcher(part);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "fault '" + text + "': '" + part + "' is not a duration such as 50ms, 2s or 1m");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(number);
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      default -> Duration.ofHours(number);
    };
  }
}
