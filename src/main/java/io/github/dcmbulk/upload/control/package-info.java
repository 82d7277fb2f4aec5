/**
 * When a run sends, pauses and stops: time windows, limits, signals, requests of {@code dcmbulk
 * control}; and the threads that react to it. Separate from the work, so that a stop is noticed
 * whatever the work does.
 */
@NullMarked
package io.github.dcmbulk.upload.control;

import org.jspecify.annotations.NullMarked;
