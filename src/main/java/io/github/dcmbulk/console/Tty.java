package io.github.dcmbulk.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jline.nativ.CLibrary;
import org.jline.nativ.JLineNativeLoader;
import org.jspecify.annotations.Nullable;

/**
 * A terminal of a POSIX system. Java can determine neither whether standard error is one nor its
 * width; JLine's native library asks the system, in about a microsecond.
 */
public final class Tty implements Screen {
  /** Streams for output. */
  public enum Stream {
    /** Standard output. */
    OUT(1),
    /** Standard error. */
    ERR(2);

    private final int number;

    Stream(int number) {
      this.number = number;
    }
  }

  private static final Path OWN_STATE = Path.of("/proc/self/stat");
  private static final int USUAL_COLUMNS = 80;
  private static final int USUAL_ROWS = 24;

  private final int number;
  private final FileOutputStream out;
  private volatile boolean isClosed;

  private Tty(Stream stream) {
    this.number = stream.number;
    this.out = new FileOutputStream(stream == Stream.OUT ? FileDescriptor.out : FileDescriptor.err);
  }

  /** The terminal of the stream; null if it has none or that is unknown. */
  public static @Nullable Tty of(Stream stream) {
    if (isSurelyElsewhere(stream.number)) {
      return null;
    }
    try {
      JLineNativeLoader.initialize();
      return CLibrary.isatty(stream.number) == 1 ? new Tty(stream) : null;
    } catch (Exception | LinkageError e) {
      // Not a POSIX system, or no native library for this platform.
      return null;
    }
  }

  /** Whether the terminal understands cursor movements, by {@code TERM}. */
  public static boolean canMoveCursor(Map<String, String> environment) {
    String kind = environment.getOrDefault("TERM", "dumb");
    return !kind.isEmpty() && !kind.equals("dumb") && !kind.equals("unknown");
  }

  /** Avoids loading the library in runs without a terminal. */
  private static boolean isSurelyElsewhere(int number) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + number)).toString();
      return !target.startsWith("/dev/");
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  @Override
  public int columns() {
    int columns = size().ws_col;
    return columns > 0 ? columns : USUAL_COLUMNS;
  }

  @Override
  public int rows() {
    int rows = size().ws_row;
    return rows > 0 ? rows : USUAL_ROWS;
  }

  private CLibrary.WinSize size() {
    CLibrary.WinSize size = new CLibrary.WinSize();
    CLibrary.ioctl(number, CLibrary.TIOCGWINSZ, size);
    return size;
  }

  /** Process group and foreground process group are fields 5 and 8 of /proc/self/stat. */
  @Override
  public boolean isForeground() {
    try {
      String state = Files.readString(OWN_STATE, StandardCharsets.ISO_8859_1);
      String[] afterName = state.substring(state.lastIndexOf(')') + 2).split(" ", 7);
      return afterName[5].equals("-1") || afterName[2].equals(afterName[5]);
    } catch (IOException | IndexOutOfBoundsException e) {
      return true;
    }
  }

  @Override
  public void write(String text) {
    if (isClosed) {
      return;
    }
    try {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // The terminal was closed: the run continues, or a signal stops it.
      isClosed = true;
    }
  }
}
