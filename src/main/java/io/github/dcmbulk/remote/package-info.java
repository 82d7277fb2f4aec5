/**
 * The ingestion service as a run uses it: an instance to deliver, its outcome, and the settings.
 * Subpackages: {@code request} sends one request; {@code token}, {@code presign} and {@code put}
 * are the three steps of a delivery; {@code delivery} repeats them; {@code adaptive} finds the
 * number of parallel uploads; {@code probe} serves the command {@code doctor}.
 */
@NullMarked
package io.github.dcmbulk.remote;

import org.jspecify.annotations.NullMarked;
