/** Text for people: progress during a run, and results. */
@NullMarked
package io.github.dcmbulk.console;

import org.jspecify.annotations.NullMarked;
