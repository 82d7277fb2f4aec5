/**
 * The record of what was done at the service: every URL issued and every upload, by whom, for which
 * instance and with what outcome. Apart from the log, because an audit has to be whole, and a run
 * that can no longer write it has to end.
 */
@NullMarked
package io.github.dcmbulk.audit;

import org.jspecify.annotations.NullMarked;
