package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.crypto.NativeCrypto;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Switches to native cryptography when a run has enough to encrypt or to hash to make up for the
 * time of loading it. It is loaded while files are still being found, and before the next study
 * begins. Connections that exist then keep Java's own, for five minutes at most. Thread-safe.
 */
public final class CryptoChoice implements UploadListener {
  /** What has to be computed for an instance. */
  public enum Work {
    /** Nothing: a dry run. */
    NONE,
    /** Its digests. */
    DIGESTS,
    /** Its digests, and encryption. */
    ENCRYPTION
  }

  /**
   * Encrypted instances from which on loading it saves time: with Java's own each costs 0.4 ms more
   * in the first minute.
   */
  static final long INSTANCES = 1000;

  /** Or from so many encrypted bytes on: Java's own begins with 21 MB a second. */
  static final long BYTES = 16L << 20;

  /** Or from so many bytes on that are only hashed: without the second compiler Java is slow. */
  static final long HASHED_BYTES = 256L << 20;

  private final Work work;
  private final Supplier<NativeCrypto.Status> use;
  private final AtomicReference<@Nullable Thread> loading = new AtomicReference<>();
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;

  /**
   * Nothing is known of the run yet.
   *
   * @param work what sending an instance takes
   * @param use loads it
   */
  public CryptoChoice(Work work, Supplier<NativeCrypto.Status> use) {
    this.work = work;
    this.use = use;
  }

  /** Where the run stands. */
  public void watch(Supplier<RunStatus> run) {
    status = run;
  }

  @Override
  public void on(UploadEvent event) {
    boolean begins = event instanceof UploadEvent.StudyStarted;
    if (work == Work.NONE || !(begins || event instanceof UploadEvent.FilesFound)) {
      return;
    }
    if (loading.get() == null && isEnough(status.get())) {
      Thread thread = new Thread(this::load, "crypto");
      thread.setDaemon(true);
      if (loading.compareAndSet(null, thread)) {
        thread.start();
      }
    }
    Thread thread = loading.get();
    if (begins && thread != null) {
      join(thread);
    }
  }

  private boolean isEnough(RunStatus now) {
    return work == Work.ENCRYPTION
        ? now.instances().pending() >= INSTANCES || now.pendingBytes() >= BYTES
        : now.pendingBytes() >= HASHED_BYTES;
  }

  private void load() {
    NativeCrypto.Status found = use.get();
    LoggerFactory.getLogger(Logging.RUN)
        .atInfo()
        .addKeyValue("event", "crypto")
        .addKeyValue("native", found.isNative())
        .log("encryption and digests: {}", found.text());
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      // The run is being stopped: it does not wait for a library.
      Thread.currentThread().interrupt();
    }
  }
}
