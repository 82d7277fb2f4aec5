/**
 * Reads what a run needs while it goes on: which files are known, which study goes next, which
 * instances it has to send.
 */
@NullMarked
package io.github.dcmbulk.journal.write.feed;

import org.jspecify.annotations.NullMarked;
