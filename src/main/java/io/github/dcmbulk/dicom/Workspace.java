package io.github.dcmbulk.dicom;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/** The buffers of one examination, used again for the next: one set per concurrent caller. */
final class Workspace {
  private final byte[] window = new byte[Input.CAPACITY];
  private final ByteBuffer transfer = ByteBuffer.allocateDirect(Input.CAPACITY);
  private final PatientDigest patientDigest;
  private byte @Nullable [] inflated;

  Workspace(byte[] patientKey) {
    patientDigest = new PatientDigest(patientKey);
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

  PatientDigest patientDigest() {
    return patientDigest;
  }
}
