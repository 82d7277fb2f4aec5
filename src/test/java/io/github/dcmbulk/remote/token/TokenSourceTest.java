package io.github.dcmbulk.remote.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.throttle.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When the next token is requested, on which thread, and what its refusal means. */
@Timeout(300)
class TokenSourceTest {
  private static final Instant START = Instant.parse("2026-11-23T18:00:00Z");
  private final AccessRefusedException refused =
      new AccessRefusedException("refused (401 invalid_client)", "check it");

  private final VirtualTime time = new VirtualTime(START);
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
  private final Issuer issuer = new Issuer();
  private final TokenSource tokens = new TokenSource(issuer, time, notices::add);

  @AfterEach
  void close() {
    tokens.close();
  }

  /** Issues tokens of an hour, or fails; signals each answer to the renewal. */
  private final class Issuer implements TokenIssuer {
    private final List<String> askers = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore heard = new Semaphore(0);
    private volatile @Nullable Exception trouble;
    private volatile Semaphore may = new Semaphore(1_000_000);

    @Override
    public AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException {
      askers.add(Thread.currentThread().getName());
      may.acquire();
      try {
        if (trouble instanceof AttemptFailure failure) {
          throw failure;
        } else if (trouble instanceof DcmbulkException refusal) {
          throw refusal;
        }
        Instant now = time.instant();
        return new AccessToken(
            Secret.of("token-" + askers.size()),
            now,
            now.plus(Duration.ofHours(1)),
            null,
            "",
            List.of());
      } finally {
        heard.release();
      }
    }
  }

  private static AttemptFailure away() {
    return new AttemptFailure(Step.TOKEN, AttemptFailure.Kind.UNAVAILABLE, "http-503", "503");
  }

  private String worked() throws Exception {
    AccessToken token = tokens.current();
    tokens.proved();
    return token.value().reveal();
  }

  /** After the time at which a renewal is due, when its request was made. */
  private void renewal(Duration after) throws Exception {
    time.pass(after);
    tokens.current();
    issuer.heard.acquire();
  }

  @Test
  void theNextTokenIsFetchedEarlyByAThreadOfItsOwn() throws Exception {
    assertThat(worked()).isEqualTo("token-1");
    issuer.heard.acquire();
    issuer.may = new Semaphore(0);
    time.pass(Duration.ofMinutes(56));
    // There is no answer yet, and no worker waits for it.
    assertThat(worked()).isEqualTo("token-1");
    assertThat(worked()).isEqualTo("token-1");
    issuer.may.release();
    issuer.heard.acquire();
    while (worked().equals("token-1")) {
      Thread.onSpinWait();
    }
    assertThat(worked()).isEqualTo("token-2");
    assertThat(issuer.askers).hasSize(2).last().isEqualTo("token-renewal");
  }

  @Test
  void aFailureWhileTheTokenIsGoodEndsNothingAndIsTriedAgainAfterTenSeconds() throws Exception {
    worked();
    issuer.heard.acquire();
    issuer.trouble = refused;
    renewal(Duration.ofMinutes(55));
    for (int i = 0; i < 10; i++) {
      assertThat(worked()).isEqualTo("token-1");
    }
    time.pass(Duration.ofSeconds(9));
    assertThat(worked()).isEqualTo("token-1");
    assertThat(issuer.askers).hasSize(2);
    for (int i = 0; i < 12; i++) {
      renewal(Duration.ofSeconds(11));
    }
    assertThat(notices).singleElement().asString().contains("401 invalid_client", "still valid");
    issuer.trouble = null;
    renewal(Duration.ofSeconds(11));
    while (worked().equals("token-1")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aRefusalAfterTokensHaveWorkedIsBelievedWhenItIsRepeated() throws Exception {
    worked();
    time.pass(Duration.ofHours(2));
    issuer.trouble = refused;
    for (int i = 1; i < 5; i++) {
      assertThatThrownBy(tokens::current)
          .isInstanceOfSatisfying(
              AttemptFailure.class,
              e -> {
                assertThat(e.kind()).isEqualTo(AttemptFailure.Kind.UNAVAILABLE);
                assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(10));
              });
      // A request in between does not count as another refusal.
      assertThatThrownBy(tokens::current).isInstanceOf(AttemptFailure.class);
      assertThat(issuer.askers).hasSize(1 + i);
      time.pass(Duration.ofSeconds(10));
    }
    assertThatThrownBy(tokens::current).isSameAs(refused);
    time.pass(Duration.ofHours(1));
    assertThatThrownBy(tokens::current).isSameAs(refused);
    assertThat(issuer.askers).hasSize(6);
  }

  @Test
  void aRefusalThatPassesEndsNothing() throws Exception {
    worked();
    time.pass(Duration.ofHours(2));
    issuer.trouble = refused;
    assertThatThrownBy(tokens::current).isInstanceOf(AttemptFailure.class);
    issuer.trouble = away();
    time.pass(Duration.ofSeconds(10));
    assertThatThrownBy(tokens::current).isSameAs(issuer.trouble);
    issuer.trouble = null;
    assertThat(worked()).isEqualTo("token-4");
  }

  @Test
  void nobodyAsksBeforeRetryAfter() throws Exception {
    AttemptFailure busy =
        new AttemptFailure(
            Step.TOKEN,
            AttemptFailure.Kind.THROTTLED,
            "http-429",
            "429",
            Duration.ofSeconds(30),
            null);
    issuer.trouble = busy;
    assertThatThrownBy(tokens::current).isSameAs(busy);
    issuer.trouble = null;
    assertThatThrownBy(tokens::current).isSameAs(busy);
    time.pass(Duration.ofSeconds(29));
    assertThatThrownBy(tokens::current).isSameAs(busy);
    assertThat(issuer.askers).hasSize(1);
    time.pass(Duration.ofSeconds(1));
    assertThat(worked()).isEqualTo("token-2");
  }

  @Test
  void aFailedRequestIsThatOfAllWhoWaitedForIt() throws Exception {
    issuer.trouble = away();
    issuer.may = new Semaphore(0);
    List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread worker =
          new Thread(
              () -> {
                try {
                  tokens.current();
                } catch (AttemptFailure | DcmbulkException | InterruptedException e) {
                  failures.add(e);
                }
              });
      workers.add(worker);
      worker.start();
    }
    for (Thread worker : workers) {
      while (worker.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    issuer.may.release(4);
    for (Thread worker : workers) {
      worker.join();
    }
    assertThat(failures).hasSize(4).containsOnly(issuer.trouble);
    assertThat(issuer.askers).hasSize(1);
    assertThatThrownBy(tokens::current).isSameAs(issuer.trouble);
    assertThat(issuer.askers).hasSize(2);
  }

  @Test
  void theFirstRefusalIsBelieved() throws Exception {
    issuer.trouble = refused;
    assertThatThrownBy(tokens::current).isSameAs(refused);
  }

  @Test
  void anApiThatRefusesEveryTokenForAMomentIsWaitedFor() throws Exception {
    worked();
    for (int i = 0; i < 2; i++) {
      tokens.refused(tokens.current(), refusedToken());
    }
    assertThatThrownBy(tokens::current)
        .isInstanceOf(AttemptFailure.class)
        .hasMessageContaining("401");
    assertThat(issuer.askers).hasSize(2);
    for (int i = 2; i < 4; i++) {
      time.pass(Duration.ofSeconds(10));
      tokens.refused(tokens.current(), refusedToken());
    }
    time.pass(Duration.ofSeconds(10));
    worked();
    AccessToken good = tokens.current();
    tokens.refused(good, refusedToken());
    assertThat(worked()).isNotEqualTo(good.value().reveal());
  }

  @Test
  void anUnusualAnswerIsReportedOnce() throws Exception {
    TokenSource odd =
        new TokenSource(
            () ->
                new AccessToken(
                    Secret.of("t"), START, null, null, "", List.of("token_type is missing")),
            time,
            notices::add);
    odd.refused(odd.current(), refusedToken());
    odd.current();
    assertThat(notices).singleElement().asString().contains("token_type is missing");
  }

  private static AttemptFailure refusedToken() {
    return new AttemptFailure(
        Step.PRESIGN, AttemptFailure.Kind.TOKEN_REFUSED, "http-401", "api answered 401");
  }
}
