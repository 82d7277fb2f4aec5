package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.write.hosts.Claims;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The studies about which this process may write: all, if it is the only one. Whether another
 * process has taken a study over is found out with the COMMIT, because it is very rare and each
 * exchange of messages takes time. If so, the transaction fails, and in the next attempt the claims
 * are read first.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
final class HeldStudies {
  private final Pipeline pipeline;
  private final @Nullable Claims claims;
  private boolean readFirst;

  /**
   * For the transactions of one session.
   *
   * @param claims null if this is the only process
   */
  HeldStudies(Pipeline pipeline, @Nullable Claims claims) {
    this.pipeline = pipeline;
    this.claims = claims;
  }

  /**
   * Whether this process keeps the study until the transaction ends. If not, nothing may be written
   * about it.
   */
  boolean contain(long study) throws SQLException {
    if (claims == null) {
      return true;
    }
    return readFirst ? claims.lock(pipeline, study) : claims.expect(pipeline, Set.of(study));
  }

  /** Records for other processes how long URLs of the study may be used; zero for none. */
  void extendHorizon(long study, Duration urls) throws SQLException {
    if (claims != null && !urls.isZero()) {
      claims.extendHorizon(pipeline, study, urls.toMillis());
    }
  }

  /** Whether rows are read before they are changed. */
  boolean areReadFirst() {
    return readFirst;
  }

  /** Sets whether they are, from now on: the last transaction failed, or was committed. */
  void readFirst(boolean now) {
    readFirst = now;
  }
}
