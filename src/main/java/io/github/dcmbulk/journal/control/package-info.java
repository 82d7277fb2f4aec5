/**
 * Requests to the runs on a journal, from another terminal or host: small files in a directory
 * beside the journal, or rows in its database, so that a request needs nothing but the journal.
 */
@NullMarked
package io.github.dcmbulk.journal.control;

import org.jspecify.annotations.NullMarked;
