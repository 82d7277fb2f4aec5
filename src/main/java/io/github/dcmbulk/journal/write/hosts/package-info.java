/** Shares a run between processes: leases on studies, and what each process has announced. */
@NullMarked
package io.github.dcmbulk.journal.write.hosts;

import org.jspecify.annotations.NullMarked;
