/**
 * When a run sends, pauses and stops: time windows, limits, signals, requests of {@code dcmbulk
 * control}; and the threads that have to notice. Apart from the work itself, so that a stop is seen
 * whatever that does.
 */
@NullMarked
package io.github.dcmbulk.upload.control;

import org.jspecify.annotations.NullMarked;
