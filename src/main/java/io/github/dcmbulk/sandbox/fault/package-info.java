/** Faults on request: their kinds, and which requests they affect. */
@NullMarked
package io.github.dcmbulk.sandbox.fault;

import org.jspecify.annotations.NullMarked;
