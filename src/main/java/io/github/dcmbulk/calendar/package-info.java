/**
 * Weekly calendars: at which times something is allowed. Only this package converts weekdays, times
 * of day and time zones to instants. May use nothing else.
 */
@NullMarked
package io.github.dcmbulk.calendar;

import org.jspecify.annotations.NullMarked;
