package io.github.dcmbulk.console;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one file for each state and reason, as examples in the result. Safe for several threads;
 * its size is limited by the number of reasons.
 */
public final class Examples implements UploadListener {
  private final Map<String, String> firstByFinding = new ConcurrentHashMap<>();
  private volatile @Nullable Path rejected;

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.FileChecked checked) {
      String reason = checked.reason();
      remember(reason == null ? checked.state().code() : reason, checked.file(), null);
      if (checked.state() == FileState.REJECTED && rejected == null) {
        rejected = checked.file().path();
      }
    } else if (event instanceof UploadEvent.InstanceSettled settled) {
      remember(settled.state().code(), settled.file(), settled.detail());
    }
  }

  /** A file that was rejected for a reason, given by its name in results. */
  public @Nullable String of(String reason) {
    return firstByFinding.get(reason);
  }

  /** A file in a state. */
  public @Nullable String of(FileState state) {
    return firstByFinding.get(state.code());
  }

  /** A file that was rejected, for any reason. */
  public @Nullable Path rejected() {
    return rejected;
  }

  private void remember(String finding, SourceFile file, @Nullable String detail) {
    if (!firstByFinding.containsKey(finding)) {
      String path = PathText.display(file.path());
      firstByFinding.putIfAbsent(finding, detail == null ? path : path + ": " + detail);
    }
  }
}
