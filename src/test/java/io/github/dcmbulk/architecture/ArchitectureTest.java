package io.github.dcmbulk.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of packages in docs/packages.md, who may use which library, and sizes, as rules. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.github.dcmbulk";

  /** The file whose table of packages is the rule. */
  private static final Path DOCUMENT = Path.of("docs", "packages.md");

  /** A line of the table: package, what it holds, which packages it uses. */
  private static final Pattern LINE = Pattern.compile("\\| `([a-z0-9.]+)` \\|[^|]*\\|([^|]*)\\|");

  private static final Path MAIN = Path.of("src", "main", "java");

  /** Most lines of a file: about 300. */
  private static final int FILE_LINES = 310;

  /** Most lines of a package, without those below it. */
  private static final int PACKAGE_LINES = 3_800;

  /** In place of a list of packages: may use any. */
  private static final String ANY = "any";

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(ROOT + ".(**)").should().beFreeOfCycles();

  /**
   * Fails for a dependency that is missing in the table, and for one that is not needed any more.
   */
  @ArchTest
  static void packagesUseExactlyWhatTheTableSays(JavaClasses classes) throws IOException {
    Map<String, Set<String>> documented = documented();
    Map<String, Set<String>> used = used(classes);
    documented.forEach(
        (name, uses) -> {
          if (uses.contains(ANY)) {
            used.remove(name);
          }
        });
    documented.values().removeIf(uses -> uses.contains(ANY));
    assertThat(lines(used)).isEqualTo(lines(documented));
  }

  /** The packages that each may use; {@code model} is always allowed. */
  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> packages = new TreeMap<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      Matcher cells = LINE.matcher(line);
      if (cells.matches()) {
        Set<String> uses = new TreeSet<>(List.of(cells.group(2).strip().split(",? +")));
        uses.remove("");
        packages.put(cells.group(1), uses);
      }
    }
    return packages;
  }

  private static Map<String, Set<String>> used(JavaClasses classes) {
    Map<String, Set<String>> packages = new TreeMap<>();
    for (JavaClass from : classes) {
      Set<String> uses = packages.computeIfAbsent(name(from), n -> new TreeSet<>());
      for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
        JavaClass to = dependency.getTargetClass().getBaseComponentType();
        if (to.getPackageName().startsWith(ROOT + ".")
            && !name(to).equals(name(from))
            && !name(to).equals("model")) {
          uses.add(name(to));
        }
      }
    }
    return packages;
  }

  private static String name(JavaClass type) {
    return type.getPackageName().substring(ROOT.length() + 1);
  }

  private static String lines(Map<String, Set<String>> packages) {
    return packages.entrySet().stream()
        .map(entry -> entry.getKey() + " uses " + String.join(" ", entry.getValue()))
        .collect(Collectors.joining("\n"));
  }

  /** A name that stands for two types makes a reader open the wrong file. */
  @ArchTest
  static void noTwoFilesHaveTheSameName(JavaClasses classes) throws IOException {
    Map<String, List<Path>> byName =
        sources().stream()
            .filter(file -> !file.endsWith("package-info.java"))
            .collect(Collectors.groupingBy(file -> file.getFileName().toString()));
    byName.values().removeIf(files -> files.size() == 1);
    assertThat(byName).isEmpty();
  }

  /** Nor a type within another; private ones are seen in their own file only. */
  @ArchTest
  static void noNestedTypeHasTheNameOfAFile(JavaClasses classes) {
    Set<String> files =
        classes.stream()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .collect(Collectors.toSet());
    assertThat(
            classes.stream()
                .filter(type -> type.isNestedClass() && !type.isAnonymousClass())
                .filter(type -> !type.getModifiers().contains(JavaModifier.PRIVATE))
                .filter(type -> files.contains(type.getSimpleName()))
                .map(JavaClass::getName))
        .isEmpty();
  }

  /** A long class has more than one task; split it by them. */
  @ArchTest
  static void noFileIsLong(JavaClasses classes) throws IOException {
    Map<Path, Integer> lengths = new TreeMap<>();
    for (Path file : sources()) {
      lengths.put(file, Files.readAllLines(file).size());
    }
    lengths.values().removeIf(length -> length <= FILE_LINES);
    assertThat(lengths).isEmpty();
  }

  @ArchTest
  static void noPackageIsLarge(JavaClasses classes) throws IOException {
    Map<Path, Integer> lengths = new TreeMap<>();
    for (Path file : sources()) {
      if (file.startsWith(MAIN)) {
        lengths.merge(file.getParent(), Files.readAllLines(file).size(), Integer::sum);
      }
    }
    lengths.values().removeIf(length -> length <= PACKAGE_LINES);
    assertThat(lengths).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path root : List.of(MAIN, Path.of("src", "test", "java"))) {
      try (Stream<Path> files = Files.walk(root)) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
      }
    }
    return found;
  }

  @ArchTest
  static final ArchRule whereAJournalIsIsAllThatOthersKnowOfItsStore =
      noClasses()
          .that()
          .resideOutsideOfPackage("..journal..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + ".journal.store")
                  .and(
                      not(
                          nameMatching(
                              ".*\\.(JournalStore(\\$Held)?|SqliteStore|PostgresStore)"))));

  @ArchTest
  static final ArchRule theSandboxSharesNoCodeWithTheUploader =
      noClasses()
          .that()
          .resideInAPackage("..sandbox..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".sandbox..")));

  @ArchTest
  static final ArchRule sqlStaysInTheJournalAndTheComparison =
      noClasses()
          .that()
          .resideOutsideOfPackages("..journal..", "..reconcile..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..");

  @ArchTest
  static final ArchRule httpClientsStayBehindTheirInterface =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".http.engine..", ROOT + ".sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.hc..",
              "software.amazon.awssdk.http.apache5..",
              "software.amazon.awssdk.http.crt..",
              "software.amazon.awssdk.crt..");

  @ArchTest
  static final ArchRule theInterfaceOfHttpClientsStaysInHttp =
      noClasses()
          .that()
          .resideOutsideOfPackages(ROOT + ".http..", ROOT + ".sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk..");

  @ArchTest
  static final ArchRule httpKnowsNoClient =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".http")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + ".http.engine..");

  @ArchTest
  static final ArchRule onlyTheSandboxSigns =
      noClasses()
          .that()
          .resideOutsideOfPackage("..sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.http.auth..");

  @ArchTest
  static final ArchRule picocliStaysInTheCommandLine =
      noClasses()
          .that()
          .resideOutsideOfPackage("..cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  @ArchTest
  static final ArchRule standardStreamsAreUsedByCliAndConsoleOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages("..cli..", "..console..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");
}
