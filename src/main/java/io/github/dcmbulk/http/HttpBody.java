package io.github.dcmbulk.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.ContentStreamProvider;

/**
 * What a request carries. Its bytes are opened anew for each sending, so that a request can be
 * repeated; each stream is closed with the request.
 *
 * @param length exactly this many bytes are sent; a stream that holds fewer or more fails the
 *     request
 * @param inMemory whether streams hold all bytes in memory: {@link InputStream#transferTo} then
 *     writes them without a copy
 * @param source opens the bytes
 */
public record HttpBody(long length, boolean inMemory, Source source)
    implements ContentStreamProvider {

  /** Opens a body's bytes. */
  @FunctionalInterface
  public interface Source {
    /**
     * Opens the bytes from their beginning.
     *
     * @throws IOException they cannot be read, or must not be sent again
     */
    InputStream open() throws IOException;
  }

  /** A body that is in memory. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.length, true, () -> new ByteArrayInputStream(bytes));
  }

  /** A body that is read in pieces. */
  public static HttpBody of(long length, Source source) {
    return new HttpBody(length, false, source);
  }

  /**
   * A body that is open already; every further sending opens it anew.
   *
   * @param first the bytes for the first sending
   */
  public static HttpBody opened(long length, boolean inMemory, InputStream first, Source again) {
    return new HttpBody(length, inMemory, new OpenedSource(first, again));
  }

  /**
   * The bytes from their beginning.
   *
   * @throws UncheckedIOException they cannot be opened; its cause is a {@link SourceException}
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

  /** Gives out a stream that is open already, then new ones. Used by one request. */
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
   * The body's own stream failed while it was being sent: no fault of the network. Streams that
   * throttle or check may throw it too.
   */
  public static final class SourceException extends IOException {
    /** Says what is wrong with the source. */
    public SourceException(String message) {
      super(message);
    }

    /** Says what is wrong with the source, and what caused it. */
    public SourceException(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
