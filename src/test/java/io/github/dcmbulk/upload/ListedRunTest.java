package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.StudyOrder;
import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.StudyList;
import io.github.dcmbulk.upload.settings.StudySelection;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instances are sent where a list of studies, modalities or dates selects them. */
@Timeout(600)
class ListedRunTest {
  @TempDir Path dir;
  Rehearsal r;
  private final Listing list = new Listing();

  /** A list in memory: places by UID and by accession number. */
  private static final class Listing implements StudyList, StudySelection {
    private final Map<String, Long> uids = new HashMap<>();
    private final Map<Long, Long> accessions = new HashMap<>();
    private final Map<String, List<String>> differences = new HashMap<>();
    private boolean holdsMismatched = true;

    @Override
    public String fingerprint() {
      return uids + " " + accessions;
    }

    @Override
    public boolean holdsMismatched() {
      return holdsMismatched;
    }

    @Override
    public StudySelection open(byte[] digestKey) {
      return this;
    }

    @Override
    public OptionalLong place(@Nullable String uid, @Nullable Long accession) {
      Long place = uids.get(uid);
      if (place == null && accession != null) {
        place = accessions.get(accession);
      }
      return place == null ? OptionalLong.empty() : OptionalLong.of(place);
    }

    @Override
    public List<String> differences(String uid, Identity found) {
      return differences.getOrDefault(uid, List.of());
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.concurrency = 1;
    r.accessions.putAll(Map.of("1.1", 11L, "1.2", 12L, "1.3", 13L));
    for (String study : List.of("1.1", "1.2", "1.3")) {
      r.instance(study + "/1", study, study + ".1", "x");
      r.instance(study + "/2", study, study + ".2", "x");
    }
  }

  private void listed() {
    r.filter = ContentFilter.ALL.withStudies(list);
  }

  private List<String> notices() {
    return r.events(UploadEvent.Notice.class).stream().map(UploadEvent.Notice::text).toList();
  }

  @Test
  void onlyStudiesThatTheListNamesByUidOrAccessionNumberAreSent() throws Exception {
    list.uids.put("1.1", 1L);
    list.accessions.put(13L, 2L);
    listed();

    RunResult result = r.run();

    assertThat(Set.copyOf(r.service.studies())).containsExactlyInAnyOrder("1.1", "1.3");
    assertThat(result.instances().uploaded()).isEqualTo(4);
    assertThat(result.files().excluded()).isEqualTo(2);
    assertThat(result.exit()).isZero();
  }

  @Test
  void aRejectedFileOfAStudyThatIsNotListedChangesNothing() throws Exception {
    r.file("1.2/3", "broken/1.2/1.2.1/1.2.3");
    list.uids.put("1.1", 1L);
    listed();

    RunResult result = r.run();

    assertThat(result.files().rejected()).isZero();
    assertThat(result.files().excluded()).isEqualTo(5);
    assertThat(result.exit()).isZero();
  }

  @Test
  void aLongerListIsLookedAtAgain() throws Exception {
    list.uids.put("1.1", 1L);
    listed();
    r.run();
    list.uids.put("1.2", 2L);

    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 2, 0, 0, 0, 0, 0));
  }

  @Test
  void aStudyThatDiffersFromTheListIsHeldUntilItIsWanted() throws Exception {
    list.uids.putAll(Map.of("1.1", 1L, "1.2", 2L, "1.3", 3L));
    list.differences.put("1.2", List.of("patient ID", "study date"));
    listed();

    RunResult held = r.run();

    assertThat(held.instances()).isEqualTo(new RunResult.Instances(4, 0, 0, 0, 2, 0, 0));
    assertThat(notices())
        .anyMatch(
            text -> text.contains("1.2 is on hold") && text.contains("patient ID and study date"));
    list.holdsMismatched = false;
    assertThat(r.run().instances()).isEqualTo(new RunResult.Instances(2, 4, 0, 0, 0, 0, 0));
  }

  @Test
  void theOrderOfTheListIsTheOrderOfSending() throws Exception {
    list.uids.putAll(Map.of("1.1", 30L, "1.2", 10L));
    list.accessions.put(13L, 20L);
    listed();
    r.turns = new UploadSettings.Turns(StudyOrder.LIST, null);

    r.run();

    assertThat(r.service.studies()).containsExactly("1.2", "1.2", "1.3", "1.3", "1.1", "1.1");
  }

  @ParameterizedTest
  @CsvSource({
    "20250101,         , 4",
    "        , 20250101, 4",
    "20250101, 20250101, 2",
    "20260101, 20260101, 0",
    "19000101, 29991231, 6",
  })
  void datesAreIncludedAndStudiesWithoutOneAreLeftOut(
      @Nullable String from, @Nullable String to, int sent) throws Exception {
    r.dates.putAll(Map.of("1.1", "20240630", "1.2", "20250101", "1.3", "20250102"));
    r.instance("4", "1.4", "1.4.1", "x");
    r.filter = new ContentFilter(Set.of(), from, to);

    RunResult result = r.run();

    assertThat(result.instances().uploaded()).isEqualTo(sent);
    assertThat(result.files().excluded()).isEqualTo(7 - sent);
  }

  @ParameterizedTest
  @CsvSource({"CT, 6", "MR, 0"})
  void onlyTheModalitiesThatWereAskedForAreSent(String modality, int sent) throws Exception {
    r.filter = new ContentFilter(Set.of(modality), null, null);

    assertThat(r.run().instances().uploaded()).isEqualTo(sent);
  }
}
