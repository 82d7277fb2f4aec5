/**
 * What the journal commands do: verify, prune, back up, salvage, import; and where the journal may
 * lie. May use all other parts of {@code journal}.
 */
@NullMarked
package io.github.dcmbulk.journal.maintain;

import org.jspecify.annotations.NullMarked;
