package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.remote.IngestionService;

/** Opens the service at the first instance to be sent: a run with nothing to send asks nothing. */
@FunctionalInterface
public interface ServiceOpener {
  /**
   * Opens the service.
   *
   * @throws DcmbulkException it cannot be used as it is configured
   */
  IngestionService open() throws DcmbulkException;
}
