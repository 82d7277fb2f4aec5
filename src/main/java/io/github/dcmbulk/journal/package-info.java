/**
 * Records the state of every file found, so that a killed run can continue: the service has no LIST
 * and no HEAD. This package holds the values that other packages exchange with the journal; its
 * parts: {@code write} records a run, {@code read} answers queries, {@code maintain} is for the
 * journal commands, {@code store} is the database.
 */
@NullMarked
package io.github.dcmbulk.journal;

import org.jspecify.annotations.NullMarked;
