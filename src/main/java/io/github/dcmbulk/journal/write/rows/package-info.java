/** Writes the rows of files, series and studies; the totals change in the same transaction. */
@NullMarked
package io.github.dcmbulk.journal.write.rows;

import org.jspecify.annotations.NullMarked;
