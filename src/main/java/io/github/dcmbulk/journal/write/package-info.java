/**
 * Records a run: one writer with group commit, the rows of files and studies, the totals, and the
 * feed of studies to be sent.
 */
@NullMarked
package io.github.dcmbulk.journal.write;

import org.jspecify.annotations.NullMarked;
