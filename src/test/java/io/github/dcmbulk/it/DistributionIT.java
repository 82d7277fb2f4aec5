package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** The zip that users get. */
class DistributionIT {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");

  @Test
  void everyLinkLeadsToAFile() throws Exception {
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      Set<String> entries = zip.stream().map(ZipEntry::getName).collect(Collectors.toSet());
      List<String> pages = entries.stream().filter(name -> name.endsWith(".md")).toList();
      int links = 0;
      for (String page : pages) {
        for (String target : links(zip, page)) {
          Path linked = Path.of(page).resolveSibling(target).normalize();
          assertThat(entries).as("%s links to %s", page, target).contains(linked.toString());
          links++;
        }
      }
      assertThat(pages).hasSizeGreaterThan(8);
      assertThat(links).isGreaterThan(10);
    }
  }

  @Test
  void readmeDescribesTheZip() throws Exception {
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      String root = zip.stream().findFirst().orElseThrow().getName().replaceFirst("/.*", "/");
      for (String file : List.of("bin/dcmbulk", "bin/dcmbulk.cmd", "bin/prepare-start")) {
        assertThat(zip.getEntry(root + file)).as(file).isNotNull();
      }
      byte[] bytes = zip.getInputStream(zip.getEntry(root + "README.md")).readAllBytes();
      assertThat(new String(bytes, StandardCharsets.UTF_8))
          .contains("bin/prepare-start", "bin\\dcmbulk.cmd", "docs/operations.md")
          .doesNotContain("mvn", "scripts/");
    }
  }

  private static List<String> links(ZipFile zip, String page) throws IOException {
    byte[] bytes = zip.getInputStream(zip.getEntry(page)).readAllBytes();
    return LINK.matcher(new String(bytes, StandardCharsets.UTF_8))
        .results()
        .map((MatchResult link) -> link.group(1))
        .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
        .toList();
  }

  private static Path archive() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files
          .filter(file -> file.getFileName().toString().matches("dcmbulk-[\\d.]+(-\\w+)?\\.zip"))
          .findFirst()
          .orElseThrow();
    }
  }
}
