package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;

/**
 * The JSON result of a run. Its totals and exit code are checked (docs/behaviour.md, "States and
 * sums") when it is read.
 */
record RunJson(JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The result of a run that should have ended with that code. */
  static RunJson of(Ended ended, int exit) throws IOException {
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    RunJson result = new RunJson(MAPPER.readTree(ended.out()));
    assertThat(result.json.path("exit").asInt()).isEqualTo(exit);
    result.assertSums();
    result.assertExitFollows();
    return result;
  }

  long files(String bucket) {
    return json.path("files").path(bucket).asLong();
  }

  long instances(String state) {
    return json.path("instances").path(state).asLong();
  }

  long requests(String kind) {
    return json.path("requests").path(kind).asLong();
  }

  private void assertSums() {
    long buckets = 0;
    for (String bucket : List.of("notDicom", "excluded", "unreadable", "rejected", "instances")) {
      buckets += files(bucket);
    }
    assertThat(files("found")).isEqualTo(buckets);
    long instances = 0;
    for (JsonNode state : json.path("instances")) {
      assertThat(state.asLong()).isNotNegative();
      instances += state.asLong();
    }
    assertThat(files("instances")).isEqualTo(instances);
    long rejected = 0;
    for (JsonNode reason : json.path("rejections")) {
      rejected += reason.asLong();
    }
    assertThat(files("rejected")).isEqualTo(rejected);
    JsonNode studies = json.path("studies");
    assertThat(studies.path("found").asLong())
        .isEqualTo(
            studies.path("complete").asLong()
                + studies.path("completeExceptRejected").asLong()
                + studies.path("incomplete").asLong());
  }

  /**
   * The first that applies of 3, 4, 1 and 6; instances that the user stopped or held are no
   * failure.
   */
  private void assertExitFollows() {
    boolean failed = instances("failed") + files("unreadable") > 0;
    boolean rejected = files("rejected") + instances("conflict") > 0;
    long waived = json.path("waived").asLong();
    assertThat(waived).isBetween(0L, files("rejected") + instances("conflict"));
    switch (json.path("exit").asInt()) {
      case 0 -> assertThat(failed || (rejected && waived == 0)).isFalse();
      case 1 -> {
        boolean incomplete = json.path("studies").path("incomplete").asLong() > 0;
        boolean sourceIsEmpty = !json.path("emptySources").isEmpty();
        assertThat(failed || instances("pending") > 0 || incomplete || sourceIsEmpty).isTrue();
      }
      case 4 -> assertThat(json.path("problem").isObject()).isTrue();
      case 6 -> {
        assertThat(rejected).isTrue();
        assertThat(failed).isFalse();
      }
      default -> {}
    }
  }
}
