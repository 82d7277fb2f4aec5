/**
 * The database: connections, tables, locks, integrity. All that depends on SQLite belongs here.
 * Used by the other parts of {@code journal} only.
 */
@NullMarked
package io.github.dcmbulk.journal.store;

import org.jspecify.annotations.NullMarked;
