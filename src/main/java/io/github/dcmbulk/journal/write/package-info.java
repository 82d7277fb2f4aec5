/**
 * Records a run: one writer with group commit, the rows of files and studies, the totals, and the
 * feed of studies to be sent. May use {@code read} and {@code store}.
 */
@NullMarked
package io.github.dcmbulk.journal.write;

import org.jspecify.annotations.NullMarked;
