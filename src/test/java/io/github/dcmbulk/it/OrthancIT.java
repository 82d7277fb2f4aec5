package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real archive as the list: Orthanc with its DICOMweb plug-in (Debian: orthanc, orthanc-dicomweb,
 * dcmtk), with QIDO-RS and C-FIND.
 */
class OrthancIT {
  private static final Path PROGRAM = Path.of("/usr/sbin/Orthanc");
  private static final Path PLUGIN = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");

  /** Number of studies; with -Ddcmbulk.orthanc.studies=2000 more than a page of an answer. */
  private static final int STUDIES = Integer.getInteger("dcmbulk.orthanc.studies", 250);

  private static final String AUTHORIZATION =
      "Basic "
          + Base64.getEncoder().encodeToString("reader:QSECRET".getBytes(StandardCharsets.UTF_8));

  @TempDir private Path directory;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process orthanc;
  private int port;
  private int dicomPort;
  private Checkout checkout;

  @BeforeEach
  void startOrthanc() throws Exception {
    RequiredTool.require(Files.isExecutable(PROGRAM), "Orthanc", "orthanc");
    RequiredTool.require(
        Files.exists(PLUGIN), "the DICOMweb plug-in of Orthanc", "orthanc-dicomweb");
    RequiredTool.require("findscu", "dcmtk");
    port = freePort();
    dicomPort = freePort();
    Path configuration = directory.resolve("orthanc.json");
    Files.writeString(
        configuration,
        """
        {"Name": "test", "HttpPort": %d, "DicomPort": %d, "DicomAet": "ORTHANC",
         "StorageDirectory": "%s", "RemoteAccessAllowed": false, "AuthenticationEnabled": true,
         "RegisteredUsers": {"reader": "QSECRET"}, "DicomAlwaysAllowFind": true,
         "Plugins": ["%s"], "DicomWeb": {"Enable": true, "Root": "/dicom-web/"}}
        """
            .formatted(port, dicomPort, directory.resolve("storage"), PLUGIN));
    orthanc =
        new ProcessBuilder(PROGRAM.toString(), configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("orthanc.log").toFile())
            .start();
    awaitOrthanc();
    checkout = Checkout.underTest(directory).with(Map.of("DCMBULK_QIDO_PASSWORD", "QSECRET"));
  }

  @AfterEach
  void stopOrthanc() throws Exception {
    if (orthanc != null) {
      orthanc.destroy();
      orthanc.waitFor(300, TimeUnit.SECONDS);
      orthanc.destroyForcibly();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until Orthanc answers; its start takes an unknown time. */
  private void awaitOrthanc() throws Exception {
    for (int tries = 0; tries < 2400; tries++) {
      if (!orthanc.isAlive()) {
        fail(Files.readString(directory.resolve("orthanc.log")));
      }
      try {
        if (send(request("/system").GET().build()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      TimeUnit.MILLISECONDS.sleep(250);
    }
    fail("Orthanc does not answer");
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .timeout(Duration.ofMinutes(2))
        .header("Authorization", AUTHORIZATION);
  }

  private HttpResponse<String> send(HttpRequest request) throws Exception {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  /** Orthanc may close an idle connection; Java repeats no POST, and storing twice is harmless. */
  private HttpResponse<String> stored(HttpRequest request) throws Exception {
    IOException last = new IOException("never tried");
    for (int tries = 0; tries < 5; tries++) {
      try {
        return send(request);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private static String accession(int study) {
    return String.format(Locale.ROOT, "ACCSECRET%04d", study);
  }

  private static String patient(int study) {
    return String.format(Locale.ROOT, "PATSECRET%04d", study);
  }

  /** The archive has two instances of each study; the journal has fewer. */
  private void fill() throws Exception {
    Path file = directory.resolve("instance.dcm");
    try (JournalRows rows = new JournalRows(directory.resolve("journal.db"))) {
      for (int i = 0; i < STUDIES; i++) {
        for (int instance = 0; instance < 2; instance++) {
          TinyDicom.write(
              file,
              "1.2.9." + i,
              "1.2.9." + i + ".1." + instance,
              accession(i),
              patient(i),
              "20240131");
          HttpRequest store =
              request("/instances").POST(HttpRequest.BodyPublishers.ofFile(file)).build();
          assertThat(stored(store).statusCode()).isEqualTo(200);
        }
        if (i > 0) {
          rows.study(
              "1.2.9." + i,
              accession(i),
              i == 2 ? "somebody else" : patient(i),
              i == 3 ? "20240201" : "20240131",
              i == 1 ? 1 : 2,
              0,
              0,
              0);
        }
      }
    }
  }

  private Ended reconcile(String... options) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("reconcile", "--journal", "journal.db", "--output", "json"));
    arguments.addAll(List.of(options));
    return checkout.dcmbulk(arguments.toArray(new String[0]));
  }

  private static void expectFourDifferences(Ended ended) throws Exception {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(6);
    assertThat(ended.out() + ended.err()).doesNotContain("SECRET");
    JsonNode result = new ObjectMapper().readTree(ended.out());
    assertThat(result.path("listed").asInt()).isEqualTo(STUDIES);
    assertThat(result.path("complete").asInt()).isEqualTo(STUDIES - 4);
    List<String> named = new ArrayList<>();
    result
        .path("studies")
        .forEach(
            s -> named.add(s.path("studyInstanceUid").asText() + " " + s.path("state").asText()));
    assertThat(named)
        .containsExactlyInAnyOrder(
            "1.2.9.0 missing", "1.2.9.1 short", "1.2.9.2 mismatched", "1.2.9.3 mismatched");
  }

  @Test
  void orthancIsAskedByQidoAndByFindAndNamesTheSameStudies() throws Exception {
    fill();
    String url = "http://127.0.0.1:" + port + "/dicom-web";

    expectFourDifferences(
        reconcile("--qido", url, "--qido-user", "reader", "--expected", String.valueOf(STUDIES)));
    assertThat(reconcile("--qido", url).exit()).isEqualTo(3);
    assertThat(reconcile("--qido", url + "/nothing", "--qido-user", "reader").exit()).isEqualTo(4);

    HttpResponse<String> saved =
        send(request("/dicom-web/studies?includefield=00201208").GET().build());
    Files.writeString(directory.resolve("qido.json"), saved.body());
    expectFourDifferences(reconcile("qido.json"));

    Process find =
        new ProcessBuilder(
                "findscu",
                "-S",
                "-Xs",
                "list.xml",
                "-aec",
                "ORTHANC",
                "-k",
                "QueryRetrieveLevel=STUDY",
                "-k",
                "StudyInstanceUID",
                "-k",
                "AccessionNumber",
                "-k",
                "PatientID",
                "-k",
                "StudyDate",
                "-k",
                "NumberOfStudyRelatedInstances",
                "127.0.0.1",
                String.valueOf(dicomPort))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("findscu.log").toFile())
            .start();
    assertThat(find.waitFor()).isZero();
    expectFourDifferences(reconcile("list.xml"));
  }
}
