package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.config.ConfigurationOptions;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.CalendarOptions;
import io.github.dcmbulk.cli.option.CheckingOptions;
import io.github.dcmbulk.cli.option.CredentialOptions;
import io.github.dcmbulk.cli.option.EndOptions;
import io.github.dcmbulk.cli.option.HostOptions;
import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LimitOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.MetricsOptions;
import io.github.dcmbulk.cli.option.NetworkOptions;
import io.github.dcmbulk.cli.option.OrderOptions;
import io.github.dcmbulk.cli.option.ProgressOptions;
import io.github.dcmbulk.cli.option.ReadingOptions;
import io.github.dcmbulk.cli.option.ReportOptions;
import io.github.dcmbulk.cli.option.SelectionOptions;
import io.github.dcmbulk.cli.option.ServiceOptions;
import io.github.dcmbulk.cli.option.StudyOptions;
import io.github.dcmbulk.cli.option.TransferOptions;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lists options in help under the group that they are declared in. picocli's own groups are not
 * used: they apply no defaults if no option of the group was given.
 */
final class GroupedOptions implements IHelpSectionRenderer {
  private static final String OWN = "Options";
  private static final Map<Class<?>, String> HEADINGS =
      Map.ofEntries(
          Map.entry(ServiceOptions.class, "Service"),
          Map.entry(CredentialOptions.class, "Service"),
          Map.entry(TransferOptions.class, "Transfer"),
          Map.entry(NetworkOptions.class, "Network"),
          Map.entry(SelectionOptions.class, "Selection"),
          Map.entry(CheckingOptions.class, "Checking"),
          Map.entry(ReadingOptions.class, "Reading"),
          Map.entry(StudyOptions.class, "Studies"),
          Map.entry(OrderOptions.class, "Studies"),
          Map.entry(LimitOptions.class, "Limits that end a run"),
          Map.entry(CalendarOptions.class, "Calendars"),
          Map.entry(JournalOptions.class, "Journal"),
          Map.entry(HostOptions.class, "Journal"),
          Map.entry(ReportOptions.class, "Output"),
          Map.entry(ProgressOptions.class, "Output"),
          Map.entry(AuditOptions.class, "Output"),
          Map.entry(MetricsOptions.class, "Output"),
          Map.entry(EndOptions.class, "Output"),
          Map.entry(LogOptions.class, "Log"),
          Map.entry(ConfigurationOptions.class, "Configuration"));

  @Override
  public String render(Help help) {
    Map<String, List<OptionSpec>> groups = new LinkedHashMap<>();
    groups.put(OWN, new ArrayList<>());
    for (OptionSpec option : help.commandSpec().options()) {
      groups.computeIfAbsent(heading(option), heading -> new ArrayList<>()).add(option);
    }
    StringBuilder text = new StringBuilder();
    groups.forEach(
        (heading, options) -> {
          if (!options.isEmpty()) {
            text.append(String.format("%n%s:%n", heading));
            text.append(help.optionListExcludingGroups(options));
          }
        });
    return text.toString();
  }

  static String heading(OptionSpec option) {
    return option.userObject() instanceof Field field
        ? HEADINGS.getOrDefault(field.getDeclaringClass(), OWN)
        : OWN;
  }
}
