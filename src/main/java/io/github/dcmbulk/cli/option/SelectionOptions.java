package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.FileList;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which files are opened, by name. */
public final class SelectionOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(paramLabel = "PATH", arity = "0..*", description = "Files and directories to search.")
  private List<Path> roots = List.of();

  @Option(
      names = "--include",
      paramLabel = "GLOB",
      split = "\n",
      hideParamSyntax = true,
      description = "Include only files that match; repeatable.")
  private List<String> include = List.of();

  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      split = "\n",
      hideParamSyntax = true,
      description = "Exclude files that match; repeatable.")
  private List<String> exclude = List.of();

  @Option(
      names = "--files-from",
      paramLabel = "FILE",
      description = "Read names from FILE (- for standard input), one a line or NUL separated.")
  private @Nullable String filesFrom;

  @Option(names = "--follow-links", fallbackValue = "true", description = "Follow symbolic links.")
  private boolean followLinks;

  @Option(
      names = "--modality",
      paramLabel = "CODE",
      hideParamSyntax = true,
      description = "Only these modalities, as CT,MR.")
  private List<String> modalities = List.of();

  @Option(
      names = "--study-date",
      paramLabel = "FROM..TO",
      converter = StudyDates.Converter.class,
      description = "Only studies of this day or these, as 2024-01-01..2024-12-31.")
  private StudyDates dates = StudyDates.ALL;

  /** The files and directories named, each of which exists. */
  public List<Path> roots() {
    if (roots.isEmpty() && filesFrom == null) {
      throw Flags.wrong(command, "no PATH is given; name a file or directory, or use --files-from");
    }
    for (Path root : roots) {
      if (root.toString().isEmpty()) {
        // An empty name would mean the current directory; it comes from a shell variable that is
        // not set.
        throw Flags.wrong(command, "an empty PATH is given; the current directory is .");
      }
      if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
        throw Flags.wrong(command, PathText.display(root) + " does not exist; check the path");
      }
    }
    return roots;
  }

  /** The list of further files, read from that standard input when it is {@code -}. */
  public @Nullable FileList filesFrom(InputStream standardInput) {
    String source = filesFrom;
    if (source == null) {
      return null;
    }
    if (source.equals("-")) {
      return () -> standardInput;
    }
    Path file = Flags.readable(command, "--files-from", Path.of(source));
    return () -> Files.newInputStream(file);
  }

  /** Selection by name; its globs are well-formed. */
  public Selection selection() {
    requireGlobs("--include", include);
    requireGlobs("--exclude", exclude);
    return new Selection(include, exclude, followLinks);
  }

  private void requireGlobs(String option, List<String> globs) {
    for (String glob : globs) {
      try {
        if (glob.isEmpty()) {
          throw Flags.wrong(command, option + ": an empty text is no glob");
        }
        new PathFilter(new Selection(List.of(glob), List.of(), false));
      } catch (PatternSyntaxException e) {
        throw Flags.wrong(
            command,
            option + ": '" + glob + "' is no glob; write a bracket that means itself as \\[");
      }
    }
  }

  /** Whether files are left out by name or by content. */
  public boolean isSelective() {
    return !include.isEmpty() || !exclude.isEmpty() || !modalities.isEmpty() || dates.isLimited();
  }

  /** Selection by content; no modality is empty. */
  public ContentFilter filter() {
    Set<String> codes =
        modalities.stream()
            .flatMap(given -> Stream.of(given.split(",", -1)))
            .map(code -> code.strip().toUpperCase(Locale.ROOT))
            .collect(Collectors.toSet());
    if (codes.contains("")) {
      throw Flags.wrong(command, "--modality: an empty text is no modality");
    }
    return new ContentFilter(codes, dates.from(), dates.to());
  }
}
