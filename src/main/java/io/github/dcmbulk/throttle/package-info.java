/**
 * Limits on rates (bytes or requests in a second, by the time of day) and the sources of time that
 * they and their tests go by.
 */
@NullMarked
package io.github.dcmbulk.throttle;

import org.jspecify.annotations.NullMarked;
