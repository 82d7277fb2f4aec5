package io.github.dcmbulk.remote.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A service that does not answer, becomes unavailable, or is another server. */
@Timeout(300)
class OutageTest extends OneDelivery {
  @Test
  void aServiceThatIsNotThereIsGivenUpWithinSeconds() throws Exception {
    service.server.stop();
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("refused");
    Duration waited = Duration.between(FakeService.NOW, service.time.instant());
    assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
    assertThat(service.time.sleeps().size()).isBetween(3, 5);
  }

  @Test
  void anOutageIsWaitedForWithOneLineAMinute() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.PRESIGN, status(503));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("503");
    }
    Duration waited = Duration.between(FakeService.NOW, service.time.instant());
    assertThat(waited).isBetween(Duration.ofMinutes(15), Duration.ofSeconds(915));
    assertThat(service.notices).hasSizeBetween(13, 15);
    assertThat(service.notices.get(0)).contains("1 min").contains("503");
  }

  @Test
  void anOutageThatEndsCostsNoInstance() throws Exception {
    ResponseDefinitionBuilder[] away = new ResponseDefinitionBuilder[30];
    java.util.Arrays.fill(away, status(503));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, away);
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 31));
    }
    assertThat(service.notices.get(service.notices.size() - 1)).contains("again");
  }

  static Stream<Arguments> foreignAnswers() {
    return Stream.of(
        Arguments.of(
            aResponse().withHeader("Content-Type", "text/html").withBody("<html>Log in</html>"),
            "an HTML page (text/html)"),
        Arguments.of(json(200, "{\"link\":\"https://x/?sig=abc\",\"n\":1}"), "{link: string(18)"),
        Arguments.of(json(200, "[]"), "array(0)"),
        Arguments.of(aResponse().withBody(""), "an empty body"),
        Arguments.of(aResponse().withBody("x".repeat(100_000)), "more than 65536"),
        Arguments.of(status(302).withHeader("Location", "https://login/"), "302"),
        Arguments.of(status(404), "404"));
  }

  @ParameterizedTest
  @MethodSource("foreignAnswers")
  void anAnswerOfAnotherProtocolEndsTheRunWithItsShape(
      ResponseDefinitionBuilder answer, String shape) throws Exception {
    service.always(Step.PRESIGN, answer);
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining(shape)
        .hasMessageNotContainingAny("sig=abc", "Log in");
    assertThat(service.requests("/api/upload")).hasSize(3);
  }

  @Test
  void aCaptivePortalInTheMiddleOfARunIsWaitedFor() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, aResponse().withBody("<html>"), status(302));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 3));
    }
  }

  @Test
  void failuresOfAnOutageAreNotCountedWhenItIsOver() throws Exception {
    ResponseDefinitionBuilder[] answers = new ResponseDefinitionBuilder[12];
    Arrays.fill(answers, status(500));
    answers[0] = status(200);
    answers[10] = status(200);
    service.answers(Step.PUT, answers);
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      // Two instances fail, so that it is an outage; the other one gives up after two attempts.
      Hooked other =
          new Hooked(
              3,
              () -> {
                throw new IOException("gone");
              });
      InstanceContent first = new Hooked(1, () -> uploader.deliver(other));
      // At its eighth attempt another instance has been stored.
      InstanceContent both = new Hooked(first, 8, () -> uploader.deliver(instance));
      assertThat(uploader.deliver(both)).isInstanceOf(Stored.class);
    }
  }

  /** Bytes that do something when they are opened for the nth time. */
  private static final class Hooked implements InstanceContent {
    private final InstanceContent content;
    private final int at;
    private final Callable<?> hook;
    private int opened;

    Hooked(int at, Callable<?> hook) {
      this(Bytes.of(1000), at, hook);
    }

    Hooked(InstanceContent content, int at, Callable<?> hook) {
      this.content = content;
      this.at = at;
      this.hook = hook;
    }

    @Override
    public long size() {
      return content.size();
    }

    @Override
    public byte[] md5() throws IOException {
      return content.md5();
    }

    @Override
    public InputStream open() throws IOException {
      if (++opened == at) {
        try {
          hook.call();
        } catch (IOException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      return content.open();
    }
  }
}
