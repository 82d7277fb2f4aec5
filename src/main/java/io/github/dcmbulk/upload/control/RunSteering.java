package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.control.ControlAnswer;
import io.github.dcmbulk.journal.control.ControlReceiver;
import io.github.dcmbulk.journal.control.ControlRequest;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.upload.control.SendingGate.Pause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Changes by users during a run: requests of {@code dcmbulk control}, and the file of {@code
 * --priority}. Uses a separate thread, because both may be on a share that does not answer.
 */
public final class RunSteering implements AutoCloseable {
  private static final Pattern UID = Pattern.compile("[0-2](\\.[0-9]+)+");

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration MOST_FOR_EARLIER = Duration.ofSeconds(10);

  /** A share or database that does not answer must not prevent the end of the run. */
  private static final Duration MOST_FOR_ANSWER = Duration.ofSeconds(5);

  private final RunControl control;
  private final IngestionService service;
  private final UploadListener listener;
  private final Duration grace;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final CountDownLatch heard = new CountDownLatch(1);
  private final List<String> asked = new ArrayList<>();
  private List<String> listed = List.of();
  private volatile Consumer<List<String>> priority = names -> {};
  private volatile IntConsumer workers = count -> {};
  private @Nullable PriorityFile file;
  private @Nullable Thread listening;

  /**
   * Prepares it.
   *
   * @param grace how long uploads in progress may continue after a stop
   */
  public RunSteering(
      RunControl control, IngestionService service, UploadListener listener, Duration grace) {
    this.control = control;
    this.service = service;
    this.listener = listener;
    this.grace = grace;
  }

  /**
   * Starts to receive requests.
   *
   * @param place where requests arrive; null for none
   * @param priorityFile names the studies that are sent first; null for none
   * @param remarks receives a line for each change
   * @throws DcmbulkException the file cannot be read
   */
  public void start(
      Journal journal,
      ControlReceiver.@Nullable Opening place,
      @Nullable Path priorityFile,
      List<String> remarks)
      throws DcmbulkException {
    priority = names -> journal.feed().prioritize(names);
    if (priorityFile != null) {
      file = new PriorityFile(priorityFile, this::list, listener);
      file.start();
    }
    if (place != null) {
      listening = Supervisor.start("control", () -> listen(place, journal, remarks));
      if (journal.share() != null) {
        awaitEarlierRequests();
      }
    }
  }

  /** Requests made before this process joined the run apply from its first instance on. */
  private void awaitEarlierRequests() {
    try {
      if (!heard.await(MOST_FOR_EARLIER.toSeconds(), TimeUnit.SECONDS)) {
        listener.on(new UploadEvent.Notice(true, "dcmbulk control cannot reach this run yet"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sets what is called with the number of parallel uploads when a user changes it. */
  public void onWorkers(IntConsumer action) {
    workers = action;
  }

  private void listen(ControlReceiver.Opening place, Journal journal, List<String> remarks) {
    String process = "process " + ProcessHandle.current().pid();
    try (ControlReceiver receiver = place.open()) {
      do {
        for (ControlRequest request : receiver.take()) {
          ControlAnswer answer = answer(request, journal.runName(), process);
          receiver.answer(request, answer);
          if (answer.done()) {
            note(request, answer.text(), journal, remarks);
          }
        }
        heard.countDown();
      } while (!closed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS));
    } catch (IOException e) {
      listener.on(
          new UploadEvent.Notice(true, "dcmbulk control cannot reach this run: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (JournalException e) {
      control.fail(e);
    }
  }

  private void note(ControlRequest request, String text, Journal journal, List<String> remarks)
      throws JournalException, InterruptedException {
    String action = request.action();
    String value = shown(action, request.value());
    listener.on(new UploadEvent.Controlled(action, value, request.by(), text));
    Instant now = control.wall();
    String line =
        "%s %s (dcmbulk control, %s)"
            .formatted(now.truncatedTo(ChronoUnit.SECONDS), text, request.by());
    synchronized (remarks) {
      remarks.add(line);
    }
    journal.log().changed("%013d-%s".formatted(now.toEpochMilli(), request.id()), line);
  }

  /** Accession numbers are only compared: no log and no result contains them. */
  private static String shown(String action, String value) {
    return action.equals("priority") && !UID.matcher(value).matches() ? "accession number" : value;
  }

  private ControlAnswer answer(ControlRequest request, String run, String process) {
    try {
      return new ControlAnswer(run, process, true, done(request.action(), request.value()));
    } catch (IllegalArgumentException e) {
      return new ControlAnswer(run, process, false, String.valueOf(e.getMessage()));
    }
  }

  private String done(String action, String value) {
    switch (action) {
      case "pause" -> {
        boolean now = value.equals("now");
        control.gate().pause(now ? Pause.INSTANCES : Pause.STUDIES);
        return now
            ? "paused: no upload begins; studies in progress are sent again if it lasts"
            : "paused: no further study begins; studies in progress are sent to their end";
      }
      case "resume" -> {
        boolean was = control.gate().isPaused();
        control.gate().pause(Pause.NONE);
        control.signal();
        return was ? "resumed" : "the run was not paused";
      }
      case "limit-rate" -> {
        service.limitRate(RateTimetable.parse(value));
        return "the rate limit is now " + value;
      }
      case "concurrency" -> {
        int count = value.equals("auto") ? 0 : Integer.parseInt(value);
        workers.accept(count);
        service.limitConcurrency(count);
        return "parallel uploads: " + value;
      }
      case "priority" -> {
        ask(value);
        return "this study goes next: " + shown(action, value);
      }
      case "stop" -> {
        control.stop(ExitCode.TERMINATED);
        listener.on(new UploadEvent.Stopping("dcmbulk control stop", control.wall().plus(grace)));
        return "stopping; uploads in progress have " + grace.toSeconds() + " s to finish";
      }
      default -> throw new IllegalArgumentException("this run does not know '" + action + "'");
    }
  }

  private synchronized void ask(String name) {
    asked.remove(name);
    asked.add(0, name);
    prioritize();
  }

  private synchronized void list(List<String> names) {
    listed = names;
    prioritize();
  }

  private void prioritize() {
    List<String> all = new ArrayList<>(asked);
    all.addAll(listed);
    priority.accept(all);
    control.signal();
  }

  /**
   * Ends it. A request that was taken is answered first, also one that stops the run: the process
   * may end right after this.
   */
  @Override
  public void close() {
    closed.countDown();
    if (file != null) {
      file.close();
    }
    if (listening != null) {
      try {
        listening.join(MOST_FOR_ANSWER.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
