package io.github.dcmbulk.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class WalkerTest {
  @TempDir Path root;
  private final Recorder found = new Recorder();

  private Path file(String name) throws Exception {
    Path path = root.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, name);
  }

  private void walk(boolean followLinks, Path... roots) throws Exception {
    Walker walker =
        new Walker(
            followLinks, found, () -> false, new FileTimes(java.time.Clock.systemUTC(), false));
    for (Path path : roots) {
      walker.walk(path);
    }
  }

  @Test
  void findsEveryFileWithSizeAndTimeBeforeWhatLiesBelow() throws Exception {
    Path deep = file("sub/x y/\u00e4.dcm");
    Path a = file("a");
    walk(false, root);
    assertThat(found.paths()).containsExactly(a, deep);
    SourceFile first = found.files.get(0);
    assertThat(first.size()).isEqualTo(1);
    assertThat(first.modifiedNanos() / 1_000_000)
        .isEqualTo(Files.getLastModifiedTime(a).toMillis());
  }

  @Test
  void entersDirectoriesInTheOrderOfTheirNames() throws Exception {
    Path b = file("b/file");
    Path c = file("c/file");
    Path a = file("a/file");
    walk(false, root);
    assertThat(found.paths()).containsExactly(a, b, c);
  }

  @Test
  void leavesADirectoryAfterEverythingBelowIt() throws Exception {
    file("sub/deep/one");
    walk(false, root);
    assertThat(found.left).containsExactly(root.resolve("sub/deep"), root.resolve("sub"), root);
  }

  @Test
  void aLargeDirectoryComesInBatchesAndCompletely() throws Exception {
    int files = Walker.BATCH + 10;
    for (int i = 0; i < files; i++) {
      Files.createFile(root.resolve("f" + i));
    }
    walk(false, root);
    assertThat(found.files).hasSize(files);
    assertThat(found.batches).hasSizeGreaterThan(1).noneMatch(Batch::whole);
  }

  @Test
  void linksArePassedByUnlessAskedFor() throws Exception {
    Path real = file("real/one");
    Files.createSymbolicLink(root.resolve("link"), real.getParent());
    walk(false, root);
    assertThat(found.paths()).containsExactly(real);
    assertThat(found.links).containsExactly(root.resolve("link"));
  }

  @Test
  void aLoopOfLinksIsWalkedOnce() throws Exception {
    file("real/one");
    Files.createSymbolicLink(root.resolve("real/loop"), root);
    walk(true, root);
    assertThat(found.files).hasSize(1);
  }

  @Test
  void aLinkThatIsNamedIsFollowed() throws Exception {
    file("real/one");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("real"));
    walk(false, link);
    assertThat(found.files).hasSize(1);
  }

  @Test
  void aSingleFileIsARootToo() throws Exception {
    Path one = file("sub/one");
    file("sub/two");
    walk(false, one);
    assertThat(found.paths()).containsExactly(one);
    assertThat(found.batches).noneMatch(Batch::whole);
  }

  @Test
  void aMissingRootIsUnreadable() throws Exception {
    walk(false, root.resolve("missing"));
    assertThat(found.unreadable).containsExactly(root.resolve("missing"));
  }

  @Test
  void globsSelectByNameOrByPath() {
    PathFilter filter =
        new PathFilter(new Selection(List.of("*.dcm"), List.of("old/**", "/abs/x.dcm"), false));
    assertThat(filter.wants(Path.of("/a/b.dcm"))).isTrue();
    assertThat(filter.wants(Path.of("/a/b.txt"))).isFalse();
    assertThat(filter.wants(Path.of("/a/old/c/b.dcm"))).isFalse();
    assertThat(filter.wants(Path.of("/a/older/b.dcm"))).isTrue();
    assertThat(filter.wants(Path.of("/abs/x.dcm"))).isFalse();
  }

  @Test
  void aGlobWithASlashAtItsEndMeansWhatIsBelow() {
    PathFilter filter = new PathFilter(new Selection(List.of(), List.of("old/", "/abs/?/"), false));
    assertThat(filter.wants(Path.of("/a/old/b.dcm"))).isFalse();
    assertThat(filter.wants(Path.of("/a/old/c/b.dcm"))).isFalse();
    assertThat(filter.wants(Path.of("/a/old"))).isTrue();
    assertThat(filter.wants(Path.of("/a/older/b.dcm"))).isTrue();
    assertThat(filter.wants(Path.of("/abs/x/y.dcm"))).isFalse();
    assertThat(filter.wants(Path.of("/b/abs/x/y.dcm"))).isTrue();
  }

  private static final class Recorder implements TreeVisitor {
    final List<Batch> batches = new ArrayList<>();
    final List<SourceFile> files = new ArrayList<>();
    final List<Path> left = new ArrayList<>();
    final List<Path> unreadable = new ArrayList<>();
    final List<Path> links = new ArrayList<>();

    List<Path> paths() {
      return files.stream().map(SourceFile::path).toList();
    }

    @Override
    public void files(Batch batch) {
      batches.add(batch);
      files.addAll(batch.files());
      for (Passed passed : batch.passed()) {
        if (passed.why() == Passed.Why.LINK) {
          links.add(passed.file().path());
        }
      }
    }

    @Override
    public void left(Path directory) {
      left.add(directory);
    }

    @Override
    public void unreadable(Path path) {
      unreadable.add(path);
    }
  }
}
