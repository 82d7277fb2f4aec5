package io.github.dcmbulk.remote;

import org.junit.jupiter.api.AfterEach;

/** A service that tests put out of order, and one instance to be delivered to it. */
abstract class OneDelivery {
  final FakeService service = new FakeService();
  final Bytes instance = Bytes.of(100_000);

  @AfterEach
  void stop() {
    service.close();
  }

  PutOutcome deliver() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      return uploader.deliver(instance);
    }
  }
}
