/**
 * Queries of a run in progress: which files are known, which study is next, which instances it has
 * to send.
 */
@NullMarked
package io.github.dcmbulk.journal.write.feed;

import org.jspecify.annotations.NullMarked;
