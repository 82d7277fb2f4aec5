package io.github.dcmbulk.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event as a line of text, and its stack trace if wanted. Logback's own layout creates about
 * eighty converters first, which would delay the start of each run.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {
  /** Line breaks inside a message would let a file name forge a log line. */
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}");

  private static final int LEVEL_WIDTH = 5;

  private final String timePattern;
  private final boolean withLogger;
  private final boolean withStackTraces;
  private volatile @Nullable DateTimeFormatter time;

  /**
   * Lays lines out.
   *
   * @param timePattern of {@link DateTimeFormatter}
   * @param withLogger whether the logger's simple name stands before the message
   */
  LineLayout(String timePattern, boolean withLogger, boolean withStackTraces) {
    this.timePattern = timePattern;
    this.withLogger = withLogger;
    this.withStackTraces = withStackTraces;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    Instant at = Instant.ofEpochMilli(event.getTimeStamp());
    formatter().formatTo(at.atZone(ZoneId.systemDefault()), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(" ".repeat(LEVEL_WIDTH - level.length())).append(' ');
    if (withLogger) {
      String name = event.getLoggerName();
      line.append(name, name.lastIndexOf('.') + 1, name.length()).append(' ');
    }
    line.append(CONTROLS.matcher(event.getFormattedMessage()).replaceAll(" "));
    line.append(System.lineSeparator());
    if (withStackTraces && event.getThrowableProxy() != null) {
      line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return line.toString();
  }

  boolean withStackTraces() {
    return withStackTraces;
  }

  private DateTimeFormatter formatter() {
    DateTimeFormatter known = time;
    if (known == null) {
      known = DateTimeFormatter.ofPattern(timePattern);
      time = known;
    }
    return known;
  }
}
