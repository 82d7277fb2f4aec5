package io.github.dcmbulk.cli.command;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.cli.option.JournalOptions;
import io.github.dcmbulk.cli.option.LogOptions;
import io.github.dcmbulk.cli.option.OutputOptions;
import io.github.dcmbulk.cli.run.Context;
import io.github.dcmbulk.cli.run.ErrorMessage;
import io.github.dcmbulk.journal.control.ControlAnswer;
import io.github.dcmbulk.journal.control.ControlClient;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.report.Json;
import io.github.dcmbulk.throttle.RateTimetable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Changes a run in progress. */
@Command(
    name = "control",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Pause, resume, slow down or stop a run from another terminal.",
    description = {
      "",
      "pause              begin no further study; --now: no further upload",
      "resume             end the pause",
      "limit-rate RATE    as --limit-rate of upload; off: no limit",
      "concurrency N      parallel uploads, at most 64; auto: find out",
      "priority UID       this study goes next (also an accession number)",
      "stop               end the run as SIGTERM does",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  dcmbulk control pause",
      "  dcmbulk control limit-rate 20Mbit",
      "",
      "Exit code 1: no run is using the journal, or it did not do it."
    })
public final class ControlCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_UPLOADS = 64;

  private final Context context;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ACTION", description = "What to do.")
  private String action;

  @Parameters(index = "1", arity = "0..1", paramLabel = "VALUE", description = "With what.")
  private @Nullable String value;

  @Option(names = "--now", description = "With pause: do not wait for studies in progress.")
  private boolean now;

  @Mixin private OutputOptions output;

  @Mixin private JournalOptions journal;
  @Mixin private LogOptions log;

  /** Runs in that context. */
  public ControlCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws DcmbulkException, IOException, InterruptedException {
    log.apply();
    String wanted = checked();
    JournalStore place = journal.store(context.environment());
    List<ControlAnswer> answers = ControlClient.of(place).ask(action, wanted, PATIENCE);
    boolean done = !answers.isEmpty() && answers.stream().allMatch(ControlAnswer::done);
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      printJson(answers, done, out);
    } else if (answers.isEmpty()) {
      complain("no run is using the journal " + place.name());
    } else {
      for (ControlAnswer answer : answers) {
        String where = " (run " + answer.run() + ", " + answer.process() + ")";
        if (answer.done()) {
          out.println(answer.text() + where);
        } else {
          complain(answer.text() + where);
        }
      }
    }
    out.flush();
    return done ? ExitCode.OK.code() : ExitCode.INCOMPLETE.code();
  }

  private void complain(String what) {
    ErrorMessage.print(spec.commandLine().getErr(), what, "dcmbulk status shows the last runs");
  }

  private void printJson(List<ControlAnswer> answers, boolean done, PrintWriter out)
      throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("action", action);
      json.writeBooleanField("done", done);
      json.writeArrayFieldStart("runs");
      for (ControlAnswer answer : answers) {
        json.writeStartObject();
        json.writeStringField("run", answer.run());
        json.writeStringField("process", answer.process());
        json.writeBooleanField("done", answer.done());
        json.writeStringField("text", answer.text());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println();
  }

  /** The value, after it was checked against the action. */
  private String checked() {
    String given = value == null ? "" : value;
    switch (action) {
      case "pause", "resume", "stop" -> {
        if (value != null) {
          throw wrong("control " + action + " takes no value, and was given '" + value + "'");
        }
      }
      case "limit-rate" -> {
        try {
          RateTimetable.parse(given);
        } catch (IllegalArgumentException e) {
          throw wrong("control limit-rate: " + e.getMessage());
        }
      }
      case "concurrency" -> {
        boolean isNumber = given.matches("[0-9]{1,2}");
        int count = isNumber ? Integer.parseInt(given) : 0;
        if (!given.equals("auto") && (count < 1 || count > MOST_UPLOADS)) {
          throw wrong("control concurrency takes a number from 1 to 64, or auto: '" + given + "'");
        }
      }
      case "priority" -> {
        if (given.isBlank()) {
          throw wrong("control priority takes a Study Instance UID or an accession number");
        }
      }
      default ->
          throw wrong(
              "control does not know '"
                  + action
                  + "'; it knows pause, resume, limit-rate, concurrency, priority and stop");
    }
    if (now && !action.equals("pause")) {
      throw wrong("--now belongs to control pause");
    }
    return now ? "now" : given;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
