package io.github.dcmbulk.remote.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each host has its own clock, and one that is wrong says nothing about the others. */
class ServiceClocksTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final HttpUrl API = HttpUrl.parse("https://api.example.org/upload");
  private static final HttpUrl STORE = HttpUrl.parse("https://store.example.org/a?sig=1");
  private static final Duration MILLENNIA = Duration.ofDays(2_900_000);

  private final List<String> notices = new ArrayList<>();
  private final ServiceClocks clocks =
      new ServiceClocks(Clock.fixed(NOW, ZoneOffset.UTC), notices::add);

  private void dated(HttpUrl url, Duration ahead) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(NOW.plus(ahead).atOffset(ZoneOffset.UTC));
    clocks.observe(url, new HttpAnswer(200, name -> List.of(date), "", false));
  }

  @Test
  void eachHostHasItsOwn() {
    dated(API, Duration.ofMinutes(10));
    assertThat(clocks.instant(API)).isEqualTo(NOW.plusSeconds(600));
    assertThat(clocks.instant(STORE)).isEqualTo(NOW);
    dated(STORE, Duration.ofMinutes(-5));
    assertThat(clocks.instant(API)).isEqualTo(NOW.plusSeconds(600));
    assertThat(clocks.instant(STORE)).isEqualTo(NOW.minusSeconds(300));
    assertThat(clocks.ahead())
        .containsEntry("https://api.example.org", Duration.ofMinutes(10))
        .containsEntry("https://store.example.org", Duration.ofMinutes(-5));
    assertThat(notices).singleElement().asString().contains("600 s behind the service's");
  }

  @Test
  void theServicesTimeIsThatOfTheFirstHostWithAPlausibleOne() {
    assertThat(clocks.ahead(List.of(API, STORE))).isNull();
    dated(STORE, Duration.ofMinutes(-5));
    assertThat(clocks.ahead(List.of(API))).isEqualTo(Duration.ofMinutes(-5));
    dated(API, Duration.ofMinutes(10));
    assertThat(clocks.ahead(List.of(API, STORE))).isEqualTo(Duration.ofMinutes(10));
    dated(API, MILLENNIA);
    assertThat(clocks.ahead(List.of(API, STORE))).isEqualTo(Duration.ofMinutes(-5));
  }

  @Test
  void aUrlIsWorthTryingUntilItHasEndedByBothHosts() {
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW);
    dated(API, Duration.ofMinutes(10));
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW.plusSeconds(600));
    dated(STORE, Duration.ofMinutes(20));
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW.plusSeconds(600));
  }

  @Test
  void aDateThatCannotBeCountsOnlyTogetherWithOurs() {
    dated(STORE, MILLENNIA);
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW);
    dated(API, MILLENNIA);
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW);
    dated(API, Duration.ofMinutes(10));
    assertThat(clocks.earliest(STORE, API)).isEqualTo(NOW.plusSeconds(600));
    assertThat(notices)
        .hasSize(2)
        .first()
        .asString()
        .contains("https://store.example.org answers with a date", "one of the two is wrong")
        .doesNotContain("sig=1");
  }

  @Test
  void whatIsNoDateTeachesNothing() {
    clocks.observe(API, new HttpAnswer(200, name -> List.of("tomorrow"), "", false));
    assertThat(clocks.ahead()).isEmpty();
  }
}
