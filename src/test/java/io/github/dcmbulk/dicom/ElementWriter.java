package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/** Writes elements by PS3.5 §7.1, or as a test demands, and records their offsets. */
final class ElementWriter {
  private static final Set<String> LONG =
      Set.of("OB", "OD", "OF", "OL", "OV", "OW", "SQ", "SV", "UC", "UN", "UR", "UT", "UV");

  private final Encoding encoding;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final Set<Integer> starts = new TreeSet<>();

  ElementWriter(Encoding encoding) {
    this.encoding = encoding;
  }

  Encoding encoding() {
    return encoding;
  }

  byte[] bytes() {
    return out.toByteArray();
  }

  /** Offsets at which an element, item or delimiter begins, at any depth. */
  Set<Integer> starts() {
    return starts;
  }

  /** Header and value. */
  ElementWriter element(int tag, String vr, byte... value) {
    return header(tag, vr, value.length).raw(value);
  }

  /** A header with the given length, whatever follows; -1 is the undefined length. */
  ElementWriter header(int tag, String vr, long length) {
    starts.add(out.size());
    tag(tag);
    if (!encoding.explicit()) {
      return u32(length);
    }
    raw(vr.getBytes(StandardCharsets.ISO_8859_1));
    return LONG.contains(vr) ? u16(0).u32(length) : u16((int) length);
  }

  /** An item or delimiter header. */
  ElementWriter item(int tag, long length) {
    starts.add(out.size());
    return tag(tag).u32(length);
  }

  /** A sequence whose items contain elements of other writers. */
  ElementWriter sequence(int tag, String vr, boolean delimited, ElementWriter... items) {
    long length = 0;
    for (ElementWriter item : items) {
      length += 8 + item.out.size() + (delimited ? 8 : 0);
    }
    header(tag, vr, delimited ? -1 : length);
    for (ElementWriter item : items) {
      item(Tag.ITEM, delimited ? -1 : item.out.size());
      nest(item);
      if (delimited) {
        item(Tag.ITEM_END, 0);
      }
    }
    return delimited ? item(Tag.SEQUENCE_END, 0) : this;
  }

  /** Encapsulated pixel data: an empty offset table, the fragments, the delimiter. */
  ElementWriter fragments(int tag, byte[]... fragments) {
    header(tag, "OB", -1).item(Tag.ITEM, 0);
    for (byte[] fragment : fragments) {
      item(Tag.ITEM, fragment.length).raw(fragment);
    }
    return item(Tag.SEQUENCE_END, 0);
  }

  ElementWriter nest(ElementWriter other) {
    other.starts.forEach(start -> starts.add(out.size() + start));
    return raw(other.bytes());
  }

  ElementWriter tag(int tag) {
    return u16(tag >>> 16).u16(tag & 0xFFFF);
  }

  ElementWriter u16(int number) {
    boolean big = encoding == Encoding.EXPLICIT_BIG;
    out.write(big ? number >>> 8 : number);
    out.write(big ? number : number >>> 8);
    return this;
  }

  ElementWriter u32(long number) {
    boolean big = encoding == Encoding.EXPLICIT_BIG;
    int high = (int) (number >>> 16);
    int low = (int) number;
    return big ? u16(high & 0xFFFF).u16(low & 0xFFFF) : u16(low & 0xFFFF).u16(high & 0xFFFF);
  }

  ElementWriter raw(byte... bytes) {
    out.writeBytes(bytes);
    return this;
  }
}
