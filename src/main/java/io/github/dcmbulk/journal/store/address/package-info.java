/**
 * Where a PostgreSQL database is and who connects: its URI, user, password file and Unix domain
 * socket, as libpq reads them. Knows no table and no SQL.
 */
@NullMarked
package io.github.dcmbulk.journal.store.address;

import org.jspecify.annotations.NullMarked;
