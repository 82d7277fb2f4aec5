/** Queries for reports, receipts, {@code status} and the next run. */
@NullMarked
package io.github.dcmbulk.journal.read;

import org.jspecify.annotations.NullMarked;
