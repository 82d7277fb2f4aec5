package io.github.dcmbulk.sourcelist;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Detects the character encoding of a list: by its byte order mark; as UTF-16 by its zero bytes; as
 * UTF-8 if all of it is valid; otherwise as Windows-1252, which includes Latin-1.
 */
final class ListEncoding {
  private static final int LOOK = 4096;
  private static final int BUFFER = 1 << 16;
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private ListEncoding() {}

  /**
   * Opens the file as text, without byte order mark.
   *
   * @param named its encoding; null to detect it
   */
  static BufferedReader open(Path file, @Nullable Charset named) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file), BUFFER);
    try {
      bytes.mark(LOOK);
      byte[] head = bytes.readNBytes(LOOK);
      bytes.reset();
      Charset marked = marked(head);
      if (marked != null) {
        bytes.skipNBytes(StandardCharsets.UTF_8.equals(marked) ? 3 : 2);
      }
      Charset charset = named != null ? named : marked != null ? marked : found(file, head);
      return new BufferedReader(new InputStreamReader(bytes, charset), BUFFER);
    } catch (IOException e) {
      bytes.close();
      throw e;
    }
  }

  private static @Nullable Charset marked(byte[] head) {
    if (begins(head, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (begins(head, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    return begins(head, 0xFE, 0xFF) ? StandardCharsets.UTF_16BE : null;
  }

  private static boolean begins(byte[] head, int... mark) {
    for (int i = 0; i < mark.length; i++) {
      if (i >= head.length || (head[i] & 0xFF) != mark[i]) {
        return false;
      }
    }
    return true;
  }

  private static Charset found(Path file, byte[] head) throws IOException {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        even += i % 2 == 0 ? 1 : 0;
        odd += i % 2;
      }
    }
    if (Math.max(even, odd) > head.length / 4) {
      return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }
    return isUtf8(file) ? StandardCharsets.UTF_8 : WINDOWS;
  }

  private static boolean isUtf8(Path file) throws IOException {
    char[] buffer = new char[BUFFER];
    // Its own decoder reports invalid bytes, which a Reader with a charset would replace.
    try (InputStreamReader text =
        new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder())) {
      while (text.read(buffer) >= 0) {}
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
