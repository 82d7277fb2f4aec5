package io.github.dcmbulk.report.html;

import io.github.dcmbulk.model.FileState;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Meaning of states, reasons and exit codes. */
final class Wording {
  private final Properties meanings = new Properties();

  Wording() {
    try (Reader text =
        new InputStreamReader(
            Objects.requireNonNull(Wording.class.getResourceAsStream("wording.properties")),
            StandardCharsets.UTF_8)) {
      meanings.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String cause(FileState state, @Nullable String reason) {
    String any = meanings.getProperty(state.code(), "");
    return reason == null ? any : meanings.getProperty(state.code() + "." + reason, any);
  }

  String warning(String name) {
    return meanings.getProperty("warning." + name, meanings.getProperty("warning"));
  }

  static String state(FileState state) {
    String words = state.code().replace('-', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  static String exit(@Nullable Integer code) {
    if (code == null) {
      return "did not end";
    }
    String meaning =
        switch (code) {
          case 0 -> "no error";
          case 1 -> "some not delivered";
          case 3 -> "access refused";
          case 4 -> "service not reached";
          case 6 -> "some rejected";
          case 130, 143 -> "stopped";
          default -> "";
        };
    return meaning.isEmpty() ? code.toString() : code + ", " + meaning;
  }
}
