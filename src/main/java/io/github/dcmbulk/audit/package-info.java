/**
 * The audit log: every URL issued and every upload, with user, instance and result. Separate from
 * the program's log, because an audit log must be complete: a run that cannot write it ends.
 */
@NullMarked
package io.github.dcmbulk.audit;

import org.jspecify.annotations.NullMarked;
