package io.github.dcmbulk.upload.walk;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a list of file names is written, recognised by its first bytes. A wrong guess would look for
 * files that were not listed, so a list that fits no form, or more than one, is refused.
 *
 * @param charset of lines of text; null for names as bytes, separated by line breaks or NULs
 * @param nulSeparated whether a NUL ends a name, as {@code find -print0} writes them
 * @param markLength bytes of the byte order mark before the first name
 */
record FileListEncoding(@Nullable Charset charset, boolean nulSeparated, int markLength) {
  private static final FileListEncoding LINES = new FileListEncoding(null, false, 0);
  private static final FileListEncoding NUL_SEPARATED = new FileListEncoding(null, true, 0);

  /** Without a mark, in the order in which they are tried. */
  private static final Charset[] UNMARKED = {
    Charset.forName("UTF-32LE"),
    Charset.forName("UTF-32BE"),
    StandardCharsets.UTF_16LE,
    StandardCharsets.UTF_16BE
  };

  /** Names of one letter are shorter than any path that {@code find} prints below a directory. */
  private static final int SHORTEST_MEAN_NAME = 2;

  /** Number of consecutive ones that cannot be names. */
  private static final int LETTERS = 3;

  /**
   * Decides the encoding by the beginning of a list.
   *
   * @param head its first bytes, all of them where it is short
   * @return empty where the bytes fit no form that can be read without doubt
   */
  static Optional<FileListEncoding> of(byte[] head) {
    FileListEncoding marked = marked(head);
    if (marked != null) {
      return Optional.of(marked);
    }
    int nuls = count(head, (byte) 0);
    if (nuls == 0) {
      return Optional.of(LINES);
    }
    if (!beginsWithLines(head)) {
      for (Charset charset : UNMARKED) {
        if (isText(head, charset)) {
          return Optional.of(new FileListEncoding(charset, false, 0));
        }
      }
    }
    // find never prints an empty name, so two NULs side by side are no separators. Names of one
    // letter in a row are what Windows PowerShell's >> appended in UTF-16.
    boolean separators =
        !holdsTwoNuls(head)
            && !holdsLetters(head)
            && (head.length - nuls) >= (long) nuls * SHORTEST_MEAN_NAME;
    return separators ? Optional.of(NUL_SEPARATED) : Optional.empty();
  }

  private static @Nullable FileListEncoding marked(byte[] head) {
    if (startsWith(head, 0xEF, 0xBB, 0xBF)) {
      return new FileListEncoding(null, count(head, (byte) 0) > 0, 3);
    }
    if (startsWith(head, 0xFF, 0xFE, 0, 0)) {
      return new FileListEncoding(Charset.forName("UTF-32LE"), false, 4);
    }
    if (startsWith(head, 0, 0, 0xFE, 0xFF)) {
      return new FileListEncoding(Charset.forName("UTF-32BE"), false, 4);
    }
    if (startsWith(head, 0xFF, 0xFE)) {
      return new FileListEncoding(StandardCharsets.UTF_16LE, false, 2);
    }
    return startsWith(head, 0xFE, 0xFF)
        ? new FileListEncoding(StandardCharsets.UTF_16BE, false, 2)
        : null;
  }

  private static boolean startsWith(byte[] head, int... mark) {
    if (head.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if (head[i] != (byte) mark[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the bytes are lines of text in that charset: every unit is valid, there is a line's
   * end, and no control character but tab and line ends.
   */
  private static boolean isText(byte[] head, Charset charset) {
    CharsetDecoder decoder = strict(charset);
    CharBuffer text = CharBuffer.allocate(head.length);
    // The head may end in the middle of a character, so the end of input is not announced.
    CoderResult result = decoder.decode(ByteBuffer.wrap(head), text, false);
    if (result.isError()) {
      return false;
    }
    text.flip();
    boolean lineEnd = false;
    while (text.hasRemaining()) {
      char c = text.get();
      lineEnd |= c == '\n' || c == '\r';
      if (c < ' ' && c != '\n' && c != '\r' && c != '\t') {
        return false;
      }
    }
    return lineEnd;
  }

  /** A decoder that refuses what is no text in its charset. */
  static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }

  private static int count(byte[] bytes, byte wanted) {
    int found = 0;
    for (byte b : bytes) {
      found += b == wanted ? 1 : 0;
    }
    return found;
  }

  /** Whether a line ends before the first NUL: then what follows is in another encoding. */
  private static boolean beginsWithLines(byte[] bytes) {
    int i = 0;
    while (i + 1 < bytes.length && bytes[i + 1] != 0) {
      if (bytes[i] == '\n') {
        return true;
      }
      i++;
    }
    return false;
  }

  /** Whether several names of one byte follow each other. */
  private static boolean holdsLetters(byte[] bytes) {
    int letters = 0;
    for (int i = 1; i < bytes.length && letters < LETTERS; i++) {
      boolean isLetter = bytes[i] == 0 && bytes[i - 1] != 0 && (i == 1 || bytes[i - 2] == 0);
      letters = isLetter ? letters + 1 : bytes[i] == 0 ? 0 : letters;
    }
    return letters >= LETTERS;
  }

  private static boolean holdsTwoNuls(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == 0 && bytes[i - 1] == 0) {
        return true;
      }
    }
    return false;
  }
}
