package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.IdentifierDigest.Kind;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * Buffers and cached values of one examination, reused for the next: one set for each concurrent
 * caller.
 */
public final class Workspace {
  private final byte[] window = new byte[Input.CAPACITY];
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(Input.CAPACITY);
  private final NestingStack levels = new NestingStack();
  private byte @Nullable [] inflated;
  private int head = FileInput.HEAD;
  private @Nullable FileInput last;

  /** The last transfer syntax. */
  public final LastValueCache<UidValue> transferSyntaxes = new LastValueCache<>(UidValue::of);

  /** The last SOP class. */
  public final LastValueCache<UidValue> sopClasses = new LastValueCache<>(UidValue::of);

  /** The last SOP instance. */
  public final LastValueCache<UidValue> sopInstances = new LastValueCache<>(UidValue::of);

  final LastValueCache<UidValue> studies = new LastValueCache<>(UidValue::of);
  final LastValueCache<UidValue> series = new LastValueCache<>(UidValue::of);
  final LastValueCache<@Nullable String> modalities = new LastValueCache<>(Values::codeString);
  final LastValueCache<@Nullable String> studyDates = new LastValueCache<>(Values::date);
  final LastValueCache<String> photometrics = new LastValueCache<>(Values::text);
  final LastValueCache<@Nullable Long> patients;
  final LastValueCache<@Nullable Long> accessions;

  /**
   * Creates the buffers of one thread.
   *
   * @param digestKey key of the digests of identifiers
   */
  public Workspace(byte[] digestKey) {
    IdentifierDigest digest = new IdentifierDigest(digestKey);
    patients = new LastValueCache<>(value -> digest.of(Kind.PATIENT_ID, Values.anyText(value)));
    accessions =
        new LastValueCache<>(value -> digest.of(Kind.ACCESSION_NUMBER, Values.anyText(value)));
  }

  /** Opens a file with the buffer of this thread. */
  public FileInput open(FileChannel channel, long size, ReadLimit limit) {
    head = last == null ? head : last.nextHead();
    last = new FileInput(channel, size, window, transfer, limit, head);
    return last;
  }

  /** The buffer for inflated bytes. */
  public byte[] inflatedWindow() {
    if (inflated == null) {
      inflated = new byte[Input.CAPACITY];
    }
    return inflated;
  }

  /** The empty nesting stack. */
  public NestingStack levels() {
    levels.clear();
    return levels;
  }
}
