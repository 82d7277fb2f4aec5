package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.model.ExitCode;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The program without a command: prints the help. */
@Command(
    name = "dcmbulk",
    mixinStandardHelpOptions = true,
    versionProvider = VersionLine.class,
    header = "Upload DICOM files in bulk, study by study; a stopped upload can be continued.",
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    footer = {"", "More: dcmbulk COMMAND --help"})
public final class RootCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    err.println("error: no command is given");
    err.println("  dcmbulk check PATH     look through a directory; sends nothing");
    err.println("  dcmbulk upload PATH    upload it");
    err.println("  dcmbulk --help         all commands");
    return ExitCode.USAGE.code();
  }
}
