package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.syntax.Encoding;
import java.util.Arrays;

/** The data sets, sequences and items that contain a position, outermost first. */
public final class NestingStack {
  /** A data set: the top level, or an item's content. */
  public static final int DATA_SET = 0;

  /** Items of data elements (PS3.5 §7.5). */
  public static final int SEQUENCE = 1;

  /** Items of bytes (PS3.5 A.4). */
  public static final int FRAGMENTS = 2;

  /** Most nested levels. */
  public static final int MAX_NESTING = 64;

  private static final int INITIAL = 4;

  private int[] kinds = new int[INITIAL];
  private long[] ends = new long[INITIAL];
  private Encoding[] encodings = new Encoding[INITIAL];
  private int[] tags = new int[INITIAL];
  private int depth;
  private int sequences;

  /** Removes all levels. */
  void clear() {
    depth = 0;
    sequences = 0;
    tags[0] = 0;
  }

  /**
   * Enters a container.
   *
   * @param end position of its end; {@link Long#MAX_VALUE} if a delimiter ends it
   * @return false if the nesting is too deep
   */
  public boolean push(int kind, long end, Encoding encoding) {
    if (kind != DATA_SET && ++sequences > MAX_NESTING) {
      return false;
    }
    if (depth == kinds.length) {
      kinds = Arrays.copyOf(kinds, 2 * depth);
      ends = Arrays.copyOf(ends, 2 * depth);
      encodings = Arrays.copyOf(encodings, 2 * depth);
      tags = Arrays.copyOf(tags, 2 * depth);
    }
    kinds[depth] = kind;
    ends[depth] = end;
    encodings[depth] = encoding;
    tags[depth] = 0;
    depth++;
    return true;
  }

  /** Leaves the innermost container. */
  public void pop() {
    depth--;
    if (kinds[depth] != DATA_SET) {
      sequences--;
    }
  }

  /** Number of containers, including the top-level data set. */
  public int depth() {
    return depth;
  }

  /** The kind of a container; index 0 is the outermost. */
  public int kind(int index) {
    return kinds[index];
  }

  /** The kind of the innermost container. */
  public int kind() {
    return kinds[depth - 1];
  }

  /**
   * Position of the end of the innermost container; {@link ElementReader#UNDEFINED} if a delimiter
   * ends it.
   */
  public long end() {
    return ends[depth - 1];
  }

  /** Encoding of the innermost container. */
  public Encoding encoding() {
    return encodings[depth - 1];
  }

  /** The last tag in the innermost container; 0 for none. */
  public int lastTag() {
    return tags[depth - 1];
  }

  /** Position of the end of a container; index 0 is the outermost. */
  public long end(int index) {
    return ends[index];
  }

  /** The last tag in a container; index 0 is the outermost. */
  public int lastTag(int index) {
    return tags[index];
  }

  /** Sets the last tag of the innermost container. */
  public void setLastTag(int tag) {
    tags[depth - 1] = tag;
  }

  /** The last tag at the top level; 0 for none. */
  public int topTag() {
    return tags[0];
  }

  /** Whether the innermost container ends with a delimiter. */
  public boolean isUndefined() {
    return end() == Long.MAX_VALUE;
  }

  /** Whether all containers end with a delimiter. */
  public boolean areAllUndefined() {
    return areUndefined(0);
  }

  /** Whether the containers from an index on end with a delimiter; index 0 is the outermost. */
  public boolean areUndefined(int from) {
    for (int i = from; i < depth; i++) {
      if (ends[i] != Long.MAX_VALUE) {
        return false;
      }
    }
    return true;
  }

  /** Extends the containers of known length to a position, where they end before it. */
  public void stretch(long end) {
    for (int i = 0; i < depth; i++) {
      ends[i] = Math.max(ends[i], end);
    }
  }
}
