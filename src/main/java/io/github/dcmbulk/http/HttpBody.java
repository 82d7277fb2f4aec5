package io.github.dcmbulk.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * The body of a request. Its bytes are opened for each sending, so that a request can be repeated;
 * each stream is closed with the request.
 *
 * @param length exactly this many bytes are sent; a stream with fewer or more bytes fails the
 *     request
 * @param inMemory whether streams have all bytes in memory: {@link InputStream#transferTo} then
 *     writes them without copying
 * @param source opens the bytes
 */
public record HttpBody(long length, boolean inMemory, Source source)
    implements ContentStreamProvider {

  /** Opens a body's bytes. */
  @FunctionalInterface
  public interface Source {
    /**
     * Opens the bytes at their start.
     *
     * @throws IOException they cannot be read, or must not be sent again
     */
    InputStream open() throws IOException;
  }

  /** A body in memory. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.length, true, () -> new ByteArrayInputStream(bytes));
  }

  /** A body that is read in pieces. */
  public static HttpBody of(long length, Source source) {
    return new HttpBody(length, false, source);
  }

  /**
   * A body that is open already; each further sending opens it again.
   *
   * @param first the stream for the first sending
   */
  public static HttpBody opened(long length, boolean inMemory, InputStream first, Source again) {
    return new HttpBody(length, inMemory, new OpenedSource(first, again));
  }

  /**
   * Opens the bytes at their start.
   *
   * @throws UncheckedIOException they cannot be opened; the cause is a {@link SourceException}
   */
  @Override
  public InputStream newStream() {
    try {
      return source.open();
    } catch (SourceException e) {
      throw new UncheckedIOException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(new SourceException("could not be read", e));
    }
  }

  /** Returns the open stream first, then new ones. Used by one request. */
  private static final class OpenedSource implements Source {
    private final Source again;
    private @Nullable InputStream first;

    OpenedSource(InputStream first, Source again) {
      this.first = first;
      this.again = again;
    }

    @Override
    public synchronized InputStream open() throws IOException {
      InputStream open = first;
      first = null;
      return open == null ? again.open() : open;
    }
  }

  /**
   * The body's stream failed while it was sent: not a fault of the network. Streams that throttle
   * or check may throw it too.
   */
  public static final class SourceException extends IOException {
    /** With a description of what is wrong with the source. */
    public SourceException(String message) {
      super(message);
    }

    /** With a description and a cause. */
    public SourceException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
