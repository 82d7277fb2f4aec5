/**
 * Weekly calendars: at which times something is allowed. Weekdays, times of day and time zones are
 * turned into instants here and nowhere else. May use nothing else.
 */
@NullMarked
package io.github.dcmbulk.calendar;

import org.jspecify.annotations.NullMarked;
