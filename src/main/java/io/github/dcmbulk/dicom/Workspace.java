package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.IdentifierDigest.Kind;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * The buffers of one examination, and what the last ones read, used again for the next: one set per
 * concurrent caller.
 */
final class Workspace {
  private final byte[] window = new byte[Input.CAPACITY];
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(Input.CAPACITY);
  private final Levels levels = new Levels();
  private byte @Nullable [] inflated;

  final Recent<UidValue> transferSyntaxes = new Recent<>(UidValue::of);
  final Recent<UidValue> sopClasses = new Recent<>(UidValue::of);
  final Recent<UidValue> sopInstances = new Recent<>(UidValue::of);
  final Recent<UidValue> studies = new Recent<>(UidValue::of);
  final Recent<UidValue> series = new Recent<>(UidValue::of);
  final Recent<@Nullable String> modalities = new Recent<>(Values::codeString);
  final Recent<@Nullable String> studyDates = new Recent<>(Values::date);
  final Recent<String> photometrics = new Recent<>(Values::text);
  final Recent<@Nullable Long> patients;
  final Recent<@Nullable Long> accessions;

  Workspace(byte[] digestKey) {
    IdentifierDigest digest = new IdentifierDigest(digestKey);
    patients = new Recent<>(value -> digest.of(Kind.PATIENT_ID, Values.anyText(value)));
    accessions = new Recent<>(value -> digest.of(Kind.ACCESSION_NUMBER, Values.anyText(value)));
  }

  FileInput open(FileChannel channel, long size, ReadLimit limit) {
    return new FileInput(channel, size, window, transfer, limit);
  }

  byte[] inflatedWindow() {
    if (inflated == null) {
      inflated = new byte[Input.CAPACITY];
    }
    return inflated;
  }

  /** No levels, ready to be entered. */
  Levels levels() {
    levels.clear();
    return levels;
  }
}
