package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.upload.study.StudyDelivery;

/**
 * One instance that a worker sends.
 *
 * @param study the delivery that it belongs to
 * @param instance the instance
 * @param part its bytes for the progress display
 * @param load its bytes for the schedule
 */
record Transfer(
    StudyDelivery study,
    PendingInstance instance,
    BytesInTransit.Part part,
    PutSchedule.Load load) {}
