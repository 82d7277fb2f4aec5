package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.testing.NoIngestion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** A service in memory that remembers what it was sent, and fails as a test says. */
final class FakeIngestion extends NoIngestion {
  /** Decides about one delivery before it is stored; null stores it. */
  interface Fault {
    @org.jspecify.annotations.Nullable
    PutOutcome answer(String text) throws DcmbulkException, InterruptedException;
  }

  /**
   * One stored instance.
   *
   * @param text the file's text
   * @param at when it was stored
   */
  record Stored(String text, Instant at) {
    String study() {
      return text.split("/", -1)[0];
    }

    String sop() {
      return text.split("/", -1)[2];
    }
  }

  final List<Stored> stored = Collections.synchronizedList(new ArrayList<>());
  final AtomicLong requests = new AtomicLong();
  private final Supplier<Instant> now;
  volatile Fault fault = text -> null;

  /** Whether it is given up when an instance fails and no other is left to be tried. */
  volatile boolean endsWithoutOthers;

  /** What a delivery sits out before it is sent. */
  volatile Runnable outage = () -> {};

  /** How far its clock is ahead of the test's; null while it sends none. */
  volatile @org.jspecify.annotations.Nullable Duration clockAhead;

  /** How many attempts one that is stored took. */
  volatile IntSupplier attempts = () -> 1;

  /** The service that a run opens in its place; null for this one. */
  volatile @org.jspecify.annotations.Nullable IngestionService other;

  volatile boolean opened;
  volatile Runnable onOpen = () -> {};
  volatile Runnable onClose = () -> {};

  FakeIngestion(Supplier<Instant> now) {
    this.now = now;
  }

  IngestionService open() {
    opened = true;
    onOpen.run();
    IngestionService instead = other;
    return instead == null ? this : instead;
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    requests.incrementAndGet();
    outage.run();
    String text;
    String md5;
    if (!content.sending()) {
      return new PutOutcome.Withheld(1);
    }
    try {
      text = new String(content.open().readAllBytes(), StandardCharsets.UTF_8);
      md5 = HexFormat.of().formatHex(content.md5());
    } catch (IOException e) {
      return new PutOutcome.SourceChanged("gone", 1);
    }
    PutOutcome answer = fault.answer(text);
    if (answer != null && endsWithoutOthers && content.evidence() == Evidence.NO_OTHERS) {
      throw new ServiceUnreachableException("lake answered 500, for 6 s", "run again");
    }
    if (answer != null) {
      return answer;
    }
    stored.add(new Stored(text, now.get()));
    return new PutOutcome.Stored(md5, attempts.getAsInt());
  }

  List<String> sops() {
    synchronized (stored) {
      return stored.stream().map(Stored::sop).toList();
    }
  }

  List<String> studies() {
    synchronized (stored) {
      return stored.stream().map(Stored::study).toList();
    }
  }

  @Override
  public @org.jspecify.annotations.Nullable Duration clockAhead() {
    return clockAhead;
  }

  @Override
  public RequestCounts counts() {
    return new RequestCounts(0, 0, requests.get(), 0);
  }

  @Override
  public void close() {
    onClose.run();
  }
}
