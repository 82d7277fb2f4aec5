/**
 * Receipts of deliveries, one for each study, in a chain of digests that shows whether a receipt
 * was changed, moved or removed. They prove later what was delivered, without the journal.
 */
@NullMarked
package io.github.dcmbulk.receipt;

import org.jspecify.annotations.NullMarked;
