/**
 * The ingestion service as a run sees it: an instance to deliver, the outcome, and the settings.
 * Its parts: {@code request} sends one request, {@code token}, {@code presign} and {@code put} are
 * the three steps of a delivery, {@code delivery} repeats and ends them, {@code adaptive} finds the
 * concurrency, {@code probe} is for the doctor.
 */
@NullMarked
package io.github.dcmbulk.remote;

import org.jspecify.annotations.NullMarked;
