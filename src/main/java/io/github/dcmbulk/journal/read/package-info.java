/** Queries for reports, receipts, {@code status} and the next run. May use {@code store}. */
@NullMarked
package io.github.dcmbulk.journal.read;

import org.jspecify.annotations.NullMarked;
