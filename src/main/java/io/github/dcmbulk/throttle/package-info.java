/** Rate limits (bytes or requests per second, by time of day) and the sources of time. */
@NullMarked
package io.github.dcmbulk.throttle;

import org.jspecify.annotations.NullMarked;
