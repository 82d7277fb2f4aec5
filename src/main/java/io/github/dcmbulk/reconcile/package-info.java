/**
 * Compares the list of the source's archive with the journal, study by study. Both are stored in a
 * temporary file, so that memory does not grow with them. May use {@code model}, {@code journal},
 * {@code sourcelist} and {@code file}.
 */
@NullMarked
package io.github.dcmbulk.reconcile;

import org.jspecify.annotations.NullMarked;
