/**
 * Shares a run between processes: leases on studies and directories, and the counts of each
 * process.
 */
@NullMarked
package io.github.dcmbulk.journal.write.hosts;

import org.jspecify.annotations.NullMarked;
