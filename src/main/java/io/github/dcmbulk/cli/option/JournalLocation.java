package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The value of {@code --journal}: a file, or a database.
 *
 * @param text as it was given
 * @param database null for a file
 */
record JournalLocation(String text, @Nullable PostgresAddress database) {
  /** The file; only where it is no database. */
  Path file() {
    return Path.of(text);
  }

  /**
   * Written out because picocli calls it at every start, and linking a record's generated method is
   * slow.
   */
  @Override
  public String toString() {
    return text;
  }

  /** Reads the option's value; a password in it is refused before anything can show it. */
  static final class Converter implements ITypeConverter<JournalLocation> {
    @Override
    public JournalLocation convert(String text) {
      String scheme = PostgresAddress.foreignScheme(text);
      if (scheme != null) {
        // Not the whole text: there may be a password in it.
        throw new TypeConversionException(
            "a journal cannot be kept at "
                + scheme
                + "://; name a file, or a database as postgresql://USER@HOST/DATABASE");
      }
      if (!PostgresAddress.isOne(text)) {
        return new JournalLocation(text, null);
      }
      try {
        return new JournalLocation(text, PostgresAddress.parse(text));
      } catch (UsageException e) {
        throw new TypeConversionException(e.getMessage() + "; " + e.remedy());
      }
    }
  }
}
