package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.dicom.CheckOptions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The transfer syntaxes that may be sent.
 *
 * @param uids their UIDs; null for any
 */
public record TransferSyntaxes(@Nullable Set<String> uids) {

  /**
   * Written out because picocli calls it at every start, and linking a record's generated method is
   * slow.
   */
  @Override
  public String toString() {
    return uids == null ? "any" : String.join(",", uids);
  }

  /** Reads {@code service}, {@code any} or a comma-separated list of UIDs. */
  public static final class Converter implements ITypeConverter<TransferSyntaxes> {
    @Override
    public TransferSyntaxes convert(String text) {
      if (text.equals("any")) {
        return new TransferSyntaxes(null);
      }
      Set<String> uids = new LinkedHashSet<>();
      for (String one : text.split(",", -1)) {
        String item = one.strip();
        if (item.equals("service")) {
          uids.addAll(CheckOptions.SERVICE_TRANSFER_SYNTAXES);
        } else if (item.matches("[0-9]+(\\.[0-9]+)+")) {
          uids.add(item);
        } else {
          throw new TypeConversionException("'" + item + "' is neither service, any nor a UID");
        }
      }
      return new TransferSyntaxes(uids);
    }
  }
}
