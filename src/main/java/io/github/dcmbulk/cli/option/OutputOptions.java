package io.github.dcmbulk.cli.option;

import picocli.CommandLine.Option;

/** How a result is printed. */
public final class OutputOptions {
  /** The formats. */
  enum OutputFormat {
    TEXT,
    JSON
  }

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private OutputFormat output;

  /** Whether the result is one JSON object; otherwise it is text for people. */
  public boolean isJson() {
    return output == OutputFormat.JSON;
  }
}
