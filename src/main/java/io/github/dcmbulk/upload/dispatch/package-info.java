/**
 * Takes one study after the other, decides when each instance may start, gives it to a worker, and
 * records the outcome.
 */
@NullMarked
package io.github.dcmbulk.upload.dispatch;

import org.jspecify.annotations.NullMarked;
