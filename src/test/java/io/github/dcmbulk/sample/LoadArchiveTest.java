package io.github.dcmbulk.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadArchiveTest {
  private static final Pattern UID = Pattern.compile("2\\.25\\.1(\\d{19})(\\d)\\d{18}(?!\\d)");

  @TempDir Path temp;

  @Test
  void studiesAndInstancesHaveTheirOwnUids() throws IOException {
    LoadArchive.Summary summary = LoadArchive.write(temp, 3, 4, 1024, 42);

    Map<Character, Set<String>> uids = new HashMap<>();
    for (Path file : files()) {
      Map<Character, Set<String>> inFile = new HashMap<>();
      Matcher uid = UID.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      while (uid.find()) {
        inFile.computeIfAbsent(uid.group(2).charAt(0), kind -> new HashSet<>()).add(uid.group());
      }
      assertThat(inFile.values()).hasSize(3).allMatch(set -> set.size() == 1);
      inFile.forEach((kind, set) -> uids.computeIfAbsent(kind, k -> new HashSet<>()).addAll(set));
    }
    assertThat(files()).hasSize(12);
    assertThat(summary.instances()).isEqualTo(12);
    assertThat(uids.get('1')).as("studies").hasSize(3);
    assertThat(uids.get('2')).as("series").hasSize(3);
    assertThat(uids.get('3')).as("instances").hasSize(12);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 32 * 1024, 512 * 1024})
  void filesAreAboutAsLargeAsWished(int bytes) throws IOException {
    LoadArchive.Summary summary = LoadArchive.write(temp, 1, 1, bytes, 1);

    assertThat((double) summary.bytesPerInstance()).isBetween(bytes * 0.95, bytes * 1.0);
    assertThat(Files.size(files().get(0))).isEqualTo(summary.bytesPerInstance());
  }

  @Test
  void numbersThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> LoadArchive.write(temp, 10_000_000, 1, 1024, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(temp)) {
      return walk.filter(Files::isRegularFile).toList();
    }
  }
}
