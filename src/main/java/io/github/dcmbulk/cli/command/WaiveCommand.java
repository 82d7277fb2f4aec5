package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.console.WaiverText;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.journal.maintain.JournalWaivers;
import io.github.dcmbulk.journal.maintain.JournalWaivers.Subject;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.report.WaiverReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records a waiver. */
@Command(
    name = "waive",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Take responsibility for what will not be delivered.",
    footer = {
      "",
      "A waiver is kept in the journal with time and name, and shown in reports and by reconcile.",
      "What is waived no longer makes exit code 6. Do not write a patient's data into --reason.",
      "",
      "Examples:",
      "  dcmbulk waive --study 1.2.3 --reason 'tape unreadable, agreed with radiology' --by 'A."
          + " Smith'",
      "  dcmbulk waive --reason-code truncated --reason 'cut in the old archive as well'",
      "  dcmbulk waive --list"
    })
public final class WaiveCommand implements Callable<Integer> {
  private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

  /** States of files that are not delivered and have no reason of rejection. */
  private static final List<FileState> STATES =
      List.of(FileState.CONFLICT, FileState.FAILED, FileState.UNREADABLE);

  private final Context context;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Action action = new Action();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why it will not be delivered; needed for a waiver.")
  private @Nullable String reason;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who takes responsibility (default: the user's name on this machine).")
  private @Nullable String by;

  @Mixin private JournalOptions journal;

  @Mixin private OutputOptions output;

  @Mixin private LogOptions log;

  /** What to do. */
  static final class Action {
    @Option(
        names = "--study",
        paramLabel = "UID",
        required = true,
        description = "Waive the study with this Study Instance UID.")
    private @Nullable String study;

    @Option(
        names = "--path",
        paramLabel = "FILE",
        required = true,
        description = "Waive this file.")
    private @Nullable Path path;

    @Option(
        names = "--reason-code",
        paramLabel = "REASON",
        required = true,
        description =
            "Waive all files that are rejected for this reason, as truncated; also conflict,"
                + " failed and unreadable.")
    private @Nullable String code;

    @Option(names = "--list", required = true, description = "List all waivers.")
    private boolean list;

    @Option(
        names = "--undo",
        paramLabel = "ID",
        required = true,
        description = "Take the waiver with this number back.")
    private @Nullable Long undo;
  }

  /** Runs in that context. */
  public WaiveCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException {
    log.apply();
    JournalStore file = journal.store(context.environment());
    PrintWriter out = spec.commandLine().getOut();
    if (action.list) {
      print(file, null, out);
      return ExitCode.OK.code();
    }
    long id;
    if (action.undo == null) {
      id =
          JournalWaivers.add(
              file, subject(file), text("--reason", reason), name(), context.clock().instant());
    } else {
      id = action.undo;
      JournalWaivers.undo(file, id, name(), context.clock().instant());
    }
    print(file, id, out);
    return ExitCode.OK.code();
  }

  private void print(JournalStore file, @Nullable Long only, PrintWriter out)
      throws DcmbulkException, IOException {
    List<Waiver> waivers;
    try (JournalReader reader = JournalReader.open(file)) {
      waivers = reader.waivers().stream().filter(w -> only == null || only == w.id()).toList();
    }
    if (output.isJson()) {
      WaiverReport.write(waivers, out);
    } else {
      WaiverText.print(waivers, out);
    }
    out.flush();
  }

  private Subject subject(JournalStore file) throws DcmbulkException {
    if (action.study != null) {
      if (!UID.matcher(action.study).matches()) {
        throw wrong("--study: '" + action.study + "' is no UID");
      }
      return new Subject(action.study, null, null);
    }
    if (action.path != null) {
      Path path = action.path.toAbsolutePath().normalize();
      try (JournalReader reader = JournalReader.open(file)) {
        if (reader.row(path) == null) {
          throw new UsageException(
              "the journal knows no file " + PathText.display(path),
              "give a path as `dcmbulk report` shows it");
        }
      }
      return new Subject(null, path, null);
    }
    String code = action.code == null ? "" : action.code;
    if (!codes().contains(code)) {
      throw wrong("--reason-code: '%s' is none of %s".formatted(code, String.join(", ", codes())));
    }
    return new Subject(null, null, code);
  }

  private static List<String> codes() {
    List<String> codes = new ArrayList<>(Arrays.stream(Reason.values()).map(Reason::code).toList());
    STATES.forEach(state -> codes.add(state.code()));
    return codes;
  }

  private String name() {
    return text("--by", by == null ? System.getProperty("user.name", "") : by);
  }

  /** One line that is not empty. */
  private String text(String option, @Nullable String value) {
    String text = value == null ? "" : value.strip();
    if (text.isEmpty()) {
      throw wrong(option + " is missing; say in a few words who or why");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw wrong(option + " must be one line of text");
    }
    return text;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
