/**
 * Receipts of what was delivered, one for each study, in a chain of digests that shows whether any
 * of them was changed, moved or taken away. They are for those who must prove years later what was
 * handed over, without the journal.
 */
@NullMarked
package io.github.dcmbulk.receipt;

import org.jspecify.annotations.NullMarked;
