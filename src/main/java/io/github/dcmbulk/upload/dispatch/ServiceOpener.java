package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.remote.IngestionService;

/**
 * Opens the service at the first instance to be sent: a run with nothing to send makes no request.
 */
@FunctionalInterface
public interface ServiceOpener {
  /**
   * Opens the service.
   *
   * @throws DcmbulkException the configuration is wrong
   */
  IngestionService open() throws DcmbulkException;
}
