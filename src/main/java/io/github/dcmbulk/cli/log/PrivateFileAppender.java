package io.github.dcmbulk.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import io.github.dcmbulk.report.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;

/** A rolling log file that only its owner can read. */
final class PrivateFileAppender extends RollingFileAppender<ILoggingEvent> {
  @Override
  public void openFile(String fileName) throws IOException {
    PrivateFiles.createIfAbsent(Path.of(fileName));
    super.openFile(fileName);
  }
}
