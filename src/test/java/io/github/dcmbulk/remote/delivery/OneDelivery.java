package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.remote.PutOutcome;
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
}
