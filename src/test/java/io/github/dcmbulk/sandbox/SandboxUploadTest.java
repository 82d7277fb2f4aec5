package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcmbulk.sample.SampleArchive;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxUploadTest {
  @TempDir Path temp;

  @Test
  void sampleArchiveEndsInTheLakeByteForByte() throws Exception {
    Path archive = temp.resolve("archive");
    SampleArchive.Summary sample = SampleArchive.write(archive);
    Path lake = temp.resolve("lake");
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      SandboxClient client = new SandboxClient(sandbox);
      for (Path file : files(archive)) {
        if (!file.toString().endsWith(".txt")) {
          HttpResponse<String> answer = client.put(client.freshUrl(), Files.readAllBytes(file));
          assertThat(answer.statusCode()).isEqualTo(200);
        }
      }

      List<JsonNode> uploads = client.audit("upload");
      assertThat(uploads).hasSize(sample.files() - sample.notDicom());
      for (JsonNode upload : uploads) {
        Path filed =
            lake.resolve(upload.required("study").asText())
                .resolve(upload.required("series").asText())
                .resolve(upload.required("sop").asText() + ".dcm");
        assertThat(filed).isRegularFile();
      }
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
