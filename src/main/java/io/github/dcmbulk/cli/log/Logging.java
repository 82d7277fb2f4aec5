package io.github.dcmbulk.cli.log;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.github.dcmbulk.file.RollingFile;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets the log up. Libraries log nothing below WARN, whatever the level: Apache's and AWS' debug
 * logs print URLs with their signatures, and tokens.
 */
public final class Logging {
  /** The logger for failures that were printed: with stack trace, and to the file only. */
  public static final String CRASHES = "crash";

  /** Key of the present settings in the logger context: the same settings are not applied twice. */
  private static final String SETTINGS = Settings.class.getName();

  /** The logger for notices, which are shown with the progress; to the file only, too. */
  public static final String NOTICES = "notice";

  /** The logger for the events of a run, which the progress shows as well; to the file only. */
  public static final String RUN = "run";

  private static final String OURS = "io.github.dcmbulk";

  private Logging() {}

  /**
   * What to log.
   *
   * @param level the least severe level; null for WARN on standard error and INFO in a file
   * @param file the log file, closed when another set-up replaces this one; null for standard error
   *     only, and then at {@code level}
   * @param format how lines look, both in the file and on standard error
   * @param withStackTraces whether stack traces are shown on standard error; a file has them always
   */
  public record Settings(
      @Nullable Level level,
      @Nullable RollingFile file,
      LogFormat format,
      boolean withStackTraces) {
    /** Warnings and errors as text on standard error. */
    public static final Settings DEFAULT = new Settings(null, null, LogFormat.TEXT, false);

    /** Written out: linking a record's generated method costs some milliseconds at each start. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Settings s
          && level == s.level
          && Objects.equals(file, s.file)
          && format == s.format
          && withStackTraces == s.withStackTraces;
    }

    @Override
    public int hashCode() {
      return Objects.hash(level, file, format, withStackTraces);
    }
  }

  /** How log lines look. */
  public enum LogFormat {
    /** For people. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  /** Whether a log file is written. */
  public static boolean hasFile() {
    return LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getObject(SETTINGS) instanceof Settings settings
        && settings.file() != null;
  }

  /** Replaces the current set-up. */
  public static void apply(Settings settings) {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && !settings.equals(context.getObject(SETTINGS))) {
      apply(settings, context);
    }
  }

  static void apply(Settings settings, LoggerContext context) {
    context.reset();
    context.putObject(SETTINGS, settings);
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(logback(Level.WARN));
    Level standard = settings.file() == null ? Level.WARN : Level.INFO;
    Level level = settings.level() == null ? standard : settings.level();
    context.getLogger(OURS).setLevel(logback(level));
    // Its failures are exceptions; it also logs when two processes remove its old files at once.
    context.getLogger("org.sqlite").setLevel(ch.qos.logback.classic.Level.OFF);
    root.addAppender(
        standardError(settings, context, settings.file() == null ? level : Level.WARN));
    Logger crashes = context.getLogger(CRASHES);
    crashes.setAdditive(false);
    context.getLogger(NOTICES).setAdditive(false);
    context.getLogger(RUN).setAdditive(false);
    context.getLogger(NOTICES).setLevel(logback(level));
    context.getLogger(RUN).setLevel(logback(level));
    if (settings.file() != null) {
      RollingFileAppender file = file(settings, context, settings.file());
      root.addAppender(file);
      crashes.addAppender(file);
      context.getLogger(NOTICES).addAppender(file);
      context.getLogger(RUN).addAppender(file);
    }
  }

  private static ConsoleAppender<ILoggingEvent> standardError(
      Settings settings, LoggerContext context, Level level) {
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    ThresholdFilter threshold = new ThresholdFilter();
    threshold.setLevel(level.toString());
    threshold.start();
    appender.addFilter(threshold);
    appender.setEncoder(
        encoder(settings, context, new LineLayout("HH:mm:ss", false, settings.withStackTraces())));
    appender.start();
    return appender;
  }

  private static RollingFileAppender file(
      Settings settings, LoggerContext context, RollingFile file) {
    Encoder<ILoggingEvent> encoder =
        encoder(settings, context, new LineLayout("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", true, true));
    RollingFileAppender appender = new RollingFileAppender(file, encoder);
    appender.setContext(context);
    appender.setName("file");
    appender.start();
    return appender;
  }

  private static ch.qos.logback.classic.Level logback(Level level) {
    return ch.qos.logback.classic.Level.convertAnSLF4JLevel(level);
  }

  private static Encoder<ILoggingEvent> encoder(
      Settings settings, LoggerContext context, LineLayout layout) {
    if (settings.format() == LogFormat.JSON) {
      return wrapped(new JsonLayout(layout.withStackTraces()), context);
    }
    return wrapped(layout, context);
  }

  private static Encoder<ILoggingEvent> wrapped(
      LayoutBase<ILoggingEvent> layout, LoggerContext context) {
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> lines = new LayoutWrappingEncoder<>();
    lines.setContext(context);
    lines.setLayout(layout);
    // Whatever the locale is: JSON is UTF-8, and so is the text beside it.
    lines.setCharset(StandardCharsets.UTF_8);
    lines.start();
    return lines;
  }
}
