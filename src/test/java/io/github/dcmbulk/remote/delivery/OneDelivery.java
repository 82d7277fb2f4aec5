package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.AfterEach;

/** A service with faults, and one instance to deliver to it. */
public abstract class OneDelivery {
  public final FakeService service = new FakeService();
  public final Bytes instance = Bytes.of(100_000);

  @AfterEach
  void stop() {
    service.close();
  }

  public PutOutcome deliver() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      return uploader.deliver(instance);
    }
  }

  /** Opens the bytes of an instance. */
  public interface Opening {
    InputStream open() throws IOException;
  }

  /** The instance, opened in that way and with that evidence. */
  public InstanceContent content(Opening opening, Evidence evidence) {
    return new InstanceContent() {
      @Override
      public long size() {
        return instance.size();
      }

      @Override
      public byte[] md5() {
        return instance.md5();
      }

      @Override
      public Evidence evidence() {
        return evidence;
      }

      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }
    };
  }
}
