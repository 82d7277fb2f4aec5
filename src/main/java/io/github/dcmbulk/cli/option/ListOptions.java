package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.sourcelist.ListColumn;
import io.github.dcmbulk.sourcelist.ListFiles;
import io.github.dcmbulk.sourcelist.SourceList;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How a list of studies in a file is read. */
public final class ListOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--column",
      paramLabel = "NAME=HEADER",
      split = "\n",
      hideParamSyntax = true,
      description =
          "Header of a column in the list; NAME is study, accession, instances, series, date,"
              + " modality or patient-id. Empty: do not use it. Repeatable.")
  private List<String> columns = List.of();

  @Option(
      names = "--list-encoding",
      paramLabel = "NAME",
      converter = EncodingConverter.class,
      description = "Encoding of the list, as UTF-8 or ISO-8859-1 (default: found out).")
  private @Nullable Charset encoding;

  /**
   * The list in that file.
   *
   * @param digest makes the digests that are compared with those of a journal
   * @throws UsageException there is no such list
   * @throws IOException the list cannot be opened
   */
  public SourceList list(Path file, IdentifierDigest digest) throws UsageException, IOException {
    return ListFiles.of(file, encoding, named(), digest);
  }

  private Map<ListColumn, String> named() {
    Map<ListColumn, String> named = new EnumMap<>(ListColumn.class);
    for (String text : columns) {
      int sign = text.indexOf('=');
      ListColumn column = sign < 0 ? null : ListColumn.ofOption(text.substring(0, sign).strip());
      if (column == null) {
        throw Flags.wrong(
            command,
            "--column: '%s' is no NAME=HEADER; NAME is one of %s"
                .formatted(
                    text,
                    String.join(
                        ", ",
                        Arrays.stream(ListColumn.values()).map(ListColumn::option).toList())));
      }
      named.put(column, text.substring(sign + 1).strip());
    }
    return named;
  }

  /** Reads the name of an encoding. */
  static final class EncodingConverter implements ITypeConverter<Charset> {
    @Override
    public Charset convert(String name) {
      try {
        return Charset.forName(name);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(
            "'" + name + "' is no encoding that is known here, such as UTF-8 or ISO-8859-1");
      }
    }
  }
}
