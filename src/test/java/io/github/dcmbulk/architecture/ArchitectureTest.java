package io.github.dcmbulk.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The package diagram of docs/architecture.md, as rules that a build can break. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.github.dcmbulk";

  @ArchTest
  static final ArchRule packagesFormNoCycles =
      slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesUseOnlyWhatTheDiagramShows =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .withOptionalLayers(true)
          .layer("model")
          .definedBy(ROOT + ".model..")
          .layer("file")
          .definedBy(ROOT + ".file..")
          .layer("audit")
          .definedBy(ROOT + ".audit..")
          .layer("metrics")
          .definedBy(ROOT + ".metrics..")
          .layer("event")
          .definedBy(ROOT + ".event..")
          .layer("scan")
          .definedBy(ROOT + ".scan..")
          .layer("dicom")
          .definedBy(ROOT + ".dicom..")
          .layer("calendar")
          .definedBy(ROOT + ".calendar..")
          .layer("http")
          .definedBy(ROOT + ".http..")
          .layer("throttle")
          .definedBy(ROOT + ".throttle..")
          .layer("remote")
          .definedBy(ROOT + ".remote..")
          .layer("crypto")
          .definedBy(ROOT + ".crypto..")
          .layer("journal")
          .definedBy(ROOT + ".journal..")
          .layer("sourcelist")
          .definedBy(ROOT + ".sourcelist..")
          .layer("reconcile")
          .definedBy(ROOT + ".reconcile..")
          .layer("upload")
          .definedBy(ROOT + ".upload..")
          .layer("report")
          .definedBy(ROOT + ".report..")
          .layer("receipt")
          .definedBy(ROOT + ".receipt..")
          .layer("console")
          .definedBy(ROOT + ".console..")
          .layer("bench")
          .definedBy(ROOT + ".bench..")
          .layer("doctor")
          .definedBy(ROOT + ".doctor..")
          .layer("sample")
          .definedBy(ROOT + ".sample..")
          .layer("sandbox")
          .definedBy(ROOT + ".sandbox..")
          .layer("cli")
          .definedBy(ROOT + ".cli..")
          .whereLayer("cli")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("sandbox")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("sample")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("console")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("receipt")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("receipt", "console", "cli")
          .whereLayer("audit")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("metrics")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("file")
          .mayOnlyBeAccessedByLayers("audit", "metrics", "report", "receipt", "cli")
          .whereLayer("bench")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("upload")
          .mayOnlyBeAccessedByLayers("bench", "cli")
          .whereLayer("doctor")
          .mayOnlyBeAccessedByLayers("console", "cli")
          .whereLayer("reconcile")
          .mayOnlyBeAccessedByLayers("report", "console", "cli")
          .whereLayer("sourcelist")
          .mayOnlyBeAccessedByLayers("reconcile", "report", "console", "cli")
          .whereLayer("journal")
          .mayOnlyBeAccessedByLayers(
              "reconcile", "console", "upload", "report", "receipt", "doctor", "bench", "cli")
          .whereLayer("remote")
          .mayOnlyBeAccessedByLayers("upload", "audit", "metrics", "doctor", "bench", "cli")
          .whereLayer("calendar")
          .mayOnlyBeAccessedByLayers("throttle", "upload", "cli")
          .whereLayer("throttle")
          .mayOnlyBeAccessedByLayers("remote", "upload", "cli")
          .whereLayer("crypto")
          .mayOnlyBeAccessedByLayers("doctor", "cli")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("remote", "sourcelist", "doctor", "cli")
          .whereLayer("dicom")
          .mayOnlyBeAccessedByLayers("upload", "bench", "cli")
          .whereLayer("scan")
          .mayOnlyBeAccessedByLayers("upload", "cli")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("upload", "console", "metrics", "report", "cli");

  @ArchTest
  static final ArchRule partsOfTheJournal =
      layeredArchitecture()
          .consideringAllDependencies()
          .layer("values")
          .definedBy(ROOT + ".journal")
          .layer("store")
          .definedBy(ROOT + ".journal.store")
          .layer("read")
          .definedBy(ROOT + ".journal.read")
          .layer("write")
          .definedBy(ROOT + ".journal.write")
          .layer("maintain")
          .definedBy(ROOT + ".journal.maintain")
          .layer("control")
          .definedBy(ROOT + ".journal.control")
          .layer("commands")
          .definedBy(ROOT + ".cli..")
          .layer("run")
          .definedBy(ROOT + ".upload..", ROOT + ".bench..", ROOT + ".doctor..")
          .layer("reports")
          .definedBy(ROOT + ".report..", ROOT + ".receipt..", ROOT + ".reconcile..")
          .whereLayer("maintain")
          .mayOnlyBeAccessedByLayers("commands")
          .whereLayer("control")
          .mayOnlyBeAccessedByLayers("commands", "run")
          .whereLayer("write")
          .mayOnlyBeAccessedByLayers("maintain", "commands", "run")
          .whereLayer("read")
          .mayOnlyBeAccessedByLayers("write", "maintain", "commands", "run", "reports")
          .whereLayer("store")
          .mayOnlyBeAccessedByLayers("read", "write", "maintain", "control", "commands", "run");

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
                              ".*\\.(JournalStore(\\$Held)?|SqliteStore|PostgresStore|PostgresAddress"
                                  + "|PostgresLogin)"))));

  @ArchTest
  static final ArchRule partsOfTheServiceClient =
      layeredArchitecture()
          .consideringAllDependencies()
          .layer("request")
          .definedBy(ROOT + ".remote.request")
          .layer("token")
          .definedBy(ROOT + ".remote.token")
          .layer("presign")
          .definedBy(ROOT + ".remote.presign")
          .layer("put")
          .definedBy(ROOT + ".remote.put")
          .layer("delivery")
          .definedBy(ROOT + ".remote.delivery")
          .layer("adaptive")
          .definedBy(ROOT + ".remote.adaptive")
          .layer("probe")
          .definedBy(ROOT + ".remote.probe")
          .layer("wiring")
          .definedBy(ROOT + ".cli..")
          .layer("doctor")
          .definedBy(ROOT + ".doctor..")
          .whereLayer("request")
          .mayOnlyBeAccessedByLayers("token", "presign", "put", "delivery", "probe")
          .whereLayer("token")
          .mayOnlyBeAccessedByLayers("delivery", "probe")
          .whereLayer("presign")
          .mayOnlyBeAccessedByLayers("put", "delivery", "probe", "doctor")
          .whereLayer("put")
          .mayOnlyBeAccessedByLayers("delivery", "probe")
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("adaptive")
          .mayOnlyBeAccessedByLayers("wiring")
          .whereLayer("probe")
          .mayOnlyBeAccessedByLayers("doctor");

  @ArchTest
  static final ArchRule theSandboxSharesNoCodeWithTheUploader =
      noClasses()
          .that()
          .resideInAPackage("..sandbox..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROOT + ".model..",
              ROOT + ".file..",
              ROOT + ".audit..",
              ROOT + ".metrics..",
              ROOT + ".event..",
              ROOT + ".scan..",
              ROOT + ".dicom..",
              ROOT + ".calendar..",
              ROOT + ".http..",
              ROOT + ".crypto..",
              ROOT + ".throttle..",
              ROOT + ".remote..",
              ROOT + ".journal..",
              ROOT + ".upload..",
              ROOT + ".doctor..",
              ROOT + ".bench..",
              ROOT + ".report..",
              ROOT + ".receipt..",
              ROOT + ".console..",
              ROOT + ".sample..",
              ROOT + ".cli..");

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
