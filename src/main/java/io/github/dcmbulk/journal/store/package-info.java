/**
 * Where a journal is kept, SQLite or PostgreSQL: connections, tables, locks, integrity. All that
 * depends on one of them belongs here. Used by the other parts of {@code journal} only.
 */
@NullMarked
package io.github.dcmbulk.journal.store;

import org.jspecify.annotations.NullMarked;
