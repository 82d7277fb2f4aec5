package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.PathText;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The waivers that are in force, by what they are about. */
public final class Waivers {
  /** None. */
  public static final Waivers NONE = new Waivers(List.of());

  private final Map<String, Waiver> studies = new HashMap<>();
  private final Map<String, Waiver> paths = new HashMap<>();
  private final Map<String, Waiver> codes = new HashMap<>();

  /** Sorts them; those that were undone are left out. */
  public Waivers(Collection<Waiver> waivers) {
    for (Waiver waiver : waivers) {
      if (!waiver.isInForce()) {
        continue;
      }
      if (waiver.study() != null) {
        studies.putIfAbsent(waiver.study(), waiver);
      } else if (waiver.path() != null) {
        paths.putIfAbsent(key(waiver.path()), waiver);
      } else if (waiver.code() != null) {
        codes.putIfAbsent(waiver.code(), waiver);
      }
    }
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return studies.isEmpty() && !coverFiles();
  }

  /** Whether any is about a file or a reason. */
  public boolean coverFiles() {
    return !paths.isEmpty() || !codes.isEmpty();
  }

  /** The one about that whole study; null for none. */
  public @Nullable Waiver ofStudy(@Nullable String uid) {
    return uid == null ? null : studies.get(uid);
  }

  /**
   * The one about that file: itself, its study or its reason; null for none.
   *
   * @param study its Study Instance UID; null if it is not known
   * @param reason why it is not delivered; null for no reason
   */
  public @Nullable Waiver ofFile(@Nullable String study, Path path, @Nullable String reason) {
    Waiver waiver = ofStudy(study);
    if (waiver == null && reason != null) {
      waiver = codes.get(reason);
    }
    return waiver != null || paths.isEmpty() ? waiver : paths.get(key(path));
  }

  /** By its bytes: texts of two file names may be equal when the names are not. */
  private static String key(Path path) {
    return PathText.surrogateEscaped(path);
  }
}
