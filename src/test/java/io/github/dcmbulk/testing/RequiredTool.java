package io.github.dcmbulk.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Programs that a test needs and that not every machine has. If one is missing, the test is skipped
 * with a message on a developer's machine; on CI (the variable {@code CI} is {@code true}) it
 * fails, because {@code .ci/run} installs all of them.
 */
public final class RequiredTool {
  private RequiredTool() {}

  /**
   * Skips the calling test, or fails it on CI, unless that program is in a directory of PATH.
   *
   * @param program its file name
   * @param debianPackage the package that installs it
   */
  public static void require(String program, String debianPackage) {
    require(isInstalled(program), program, debianPackage);
  }

  /**
   * The same for something that a test has searched itself, such as a library of another language.
   *
   * @param present whether it exists
   * @param what its name
   * @param debianPackage the package that installs it
   */
  public static void require(boolean present, String what, String debianPackage) {
    require(present, what, debianPackage, "true".equals(System.getenv("CI")));
  }

  static void require(boolean present, String what, String debianPackage, boolean onCi) {
    String missing =
        what + " is not installed (Debian and Ubuntu: apt-get install " + debianPackage + ")";
    if (!present && onCi) {
      throw new AssertionError(missing + "; on CI no test is skipped for that");
    }
    assumeTrue(present, missing);
  }

  private static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }
}
