/**
 * What the journal commands do: verify, prune, back up, salvage, import; and where the journal may
 * lie.
 */
@NullMarked
package io.github.dcmbulk.journal.maintain;

import org.jspecify.annotations.NullMarked;
