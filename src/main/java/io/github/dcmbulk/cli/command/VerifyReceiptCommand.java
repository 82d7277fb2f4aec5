package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.receipt.ReceiptAudit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Checks that receipts are unchanged. */
@Command(
    name = "verify-receipt",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    header = "Check receipts: their chain, every file in it, and that none is missing.",
    footer = {
      "",
      "Exits 1 when anything was changed. With --head, missing receipts at the end are found",
      "as well.",
      "",
      "Examples:",
      "  dcmbulk verify-receipt receipts",
      "  dcmbulk verify-receipt --head 5f1c...e2 receipts"
    })
public final class VerifyReceiptCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "Where `dcmbulk report --receipt` wrote them.")
  private Path directory;

  @Option(
      names = "--head",
      paramLabel = "HASH",
      description = "A head that was printed earlier: the chain must still contain it.")
  private @Nullable String head;

  @Override
  public Integer call() throws DcmbulkException, IOException {
    if (head != null && !head.matches("[0-9a-fA-F]{64}")) {
      throw new ParameterException(
          spec.commandLine(), "--head: 64 hexadecimal digits are expected");
    }
    ReceiptAudit.Findings found =
        ReceiptAudit.run(directory, head == null ? null : head.toLowerCase(Locale.ROOT));
    PrintWriter out = spec.commandLine().getOut();
    out.println("Receipts in " + PathText.display(directory));
    found.problems().forEach(problem -> out.println("  problem: " + problem));
    if (found.problems().isEmpty()) {
      out.printf(
          "  in order: %s of %s%n  head: %s%n",
          Count.of(found.lines(), "receipt"),
          Count.of(found.studies(), "study", "studies"),
          found.head());
      if (found.since() > 0) {
        out.printf(
            "  %s added since the given head%n",
            Count.of(found.since(), "of them was", "of them were"));
      }
    }
    out.flush();
    return (found.problems().isEmpty() ? ExitCode.OK : ExitCode.INCOMPLETE).code();
  }
}
