package io.github.dcmbulk.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.encoder.Encoder;
import io.github.dcmbulk.file.RollingFile;
import java.io.IOException;

/**
 * Logs to a {@link RollingFile}. Logback's own appender cannot be used: when it rolls a file that
 * another process writes to as well, lines of that one are lost, and the compressed file has
 * whatever mode the umask gives it.
 */
final class RollingFileAppender extends AppenderBase<ILoggingEvent> {
  private final RollingFile file;
  private final Encoder<ILoggingEvent> encoder;
  private boolean isBroken;

  RollingFileAppender(RollingFile file, Encoder<ILoggingEvent> encoder) {
    this.file = file;
    this.encoder = encoder;
  }

  @Override
  protected void append(ILoggingEvent event) {
    try {
      file.write(encoder.encode(event));
      isBroken = false;
    } catch (IOException e) {
      complainOnce(e);
    }
  }

  /** A full disk must not end a run for its log; but the loss is reported. */
  private void complainOnce(IOException e) {
    if (!isBroken) {
      isBroken = true;
      System.err.println("warning: the log file cannot be written: " + e.getMessage());
    }
  }

  @Override
  public void stop() {
    super.stop();
    try {
      file.close();
    } catch (IOException e) {
      complainOnce(e);
    }
  }
}
