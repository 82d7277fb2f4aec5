package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.read.Uid;
import io.github.dcmbulk.dicom.read.Workspace;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.model.Reason;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The File Meta Information (PS3.10 §7.1): group 0002, always explicit VR little endian. Its group
 * length is often wrong or absent, so the group ends where another group begins. Some writers omit
 * the VRs, in the whole group or in elements that they appended.
 */
public final class FileMeta {
  /** Media Storage SOP Class UID (0002,0002). */
  public final Uid sopClass;

  /** Media Storage SOP Instance UID (0002,0003). */
  public final Uid sopInstance;

  private final Uid transferSyntax;
  private final long start;
  private long end;
  private long withoutVr = -1;

  private FileMeta(long start, Workspace recent) {
    this.start = start;
    sopClass = new Uid(Tag.META_SOP_CLASS, recent.sopClasses);
    sopInstance = new Uid(Tag.META_SOP_INSTANCE, recent.sopInstances);
    transferSyntax = new Uid(Tag.TRANSFER_SYNTAX, recent.transferSyntaxes);
  }

  /**
   * Reads the group at a position; empty if there is none.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
   */
  public static FileMeta read(Input in, long start, Workspace recent)
      throws IOException, CheckFailure {
    FileMeta meta = new FileMeta(start, recent);
    ElementReader element = new ElementReader(in);
    long position = start;
    long declaredEnd = -1;
    while (isMeta(in, position) && !meta.endsAsDeclared(position, declaredEnd)) {
      Encoding form = formAt(in, position);
      if (!form.explicit() && meta.withoutVr < 0) {
        meta.withoutVr = position;
      }
      if (!element.read(position, form, in.size(), 0)) {
        throw CheckFailure.badMeta(
            position, 0, "the file ends inside an element header of group 0002");
      }
      long next = element.value + element.length;
      if (element.unreadable || element.length == ElementReader.UNDEFINED || next > in.size()) {
        throw CheckFailure.badMeta(
            position, element.tag, "an element of group 0002 extends past the end of the file");
      }
      if (element.tag == Tag.META_GROUP_LENGTH && element.length == 4) {
        int index = in.at(element.value, 4);
        declaredEnd = next + Encoding.EXPLICIT_LITTLE.u32(in.bytes, index);
      }
      meta.take(element, in);
      position = next;
    }
    meta.end = position;
    return meta;
  }

  /**
   * Whether the element states a VR. The low bytes of a length cannot look like one: no element of
   * the group, except private information, is long enough for two capital letters.
   */
  private static Encoding formAt(Input in, long position) throws IOException, CheckFailure {
    int index = in.at(position, ElementReader.SHORT_HEADER);
    if (index < 0) {
      return Encoding.EXPLICIT_LITTLE;
    }
    int stated = Vr.at(in.bytes, index + Tag.BYTES);
    boolean empty = Encoding.IMPLICIT_LITTLE.u32(in.bytes, index + Tag.BYTES) == 0;
    return Vr.isPlausible(stated) && !empty ? Encoding.EXPLICIT_LITTLE : Encoding.IMPLICIT_LITTLE;
  }

  /** Position of the first element without VR, or -1. */
  public long withoutVr() {
    return withoutVr;
  }

  /** Position of the data set. */
  public long end() {
    return end;
  }

  /** The transfer syntax UID; null if there is none. */
  public @Nullable String transferSyntaxUid() {
    return transferSyntax.text();
  }

  /** Position of the transfer syntax UID, or -1. */
  public long transferSyntaxOffset() {
    return transferSyntax.offset();
  }

  /** The failure for a missing transfer syntax UID, or a value that is no UID. */
  public CheckFailure noTransferSyntax() {
    return transferSyntax.isIllegal()
        ? new CheckFailure(
            Check.ACCEPTED_SYNTAX,
            Reason.UNSUPPORTED_TRANSFER_SYNTAX,
            transferSyntax.offset(),
            Tag.TRANSFER_SYNTAX,
            "has characters other than digits and dots")
        : new CheckFailure(
            Check.TRANSFER_SYNTAX,
            Reason.BAD_META,
            transferSyntax.offset(),
            Tag.TRANSFER_SYNTAX,
            end == start ? "no File Meta Information" : "no transfer syntax UID");
  }

  private static boolean isMeta(Input in, long position) throws IOException, CheckFailure {
    int index = in.at(position, 2);
    return index >= 0 && Encoding.EXPLICIT_LITTLE.u16(in.bytes, index) == Tag.META_GROUP;
  }

  /** A deflate stream may begin with the bytes of group 0002: then the group length decides. */
  private boolean endsAsDeclared(long position, long declaredEnd) {
    String uid = transferSyntax.text();
    return position == declaredEnd && uid != null && TransferSyntax.of(uid).deflated();
  }

  private void take(ElementReader element, Input in) throws IOException, CheckFailure {
    switch (element.tag) {
      case Tag.META_SOP_CLASS -> Attributes.takeUid(sopClass, element, in);
      case Tag.META_SOP_INSTANCE -> Attributes.takeUid(sopInstance, element, in);
      case Tag.TRANSFER_SYNTAX -> Attributes.takeUid(transferSyntax, element, in);
      default -> {
        // Other elements are not needed.
      }
    }
  }
}
