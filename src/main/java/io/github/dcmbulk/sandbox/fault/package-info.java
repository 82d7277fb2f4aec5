/** Faults on purpose: their kinds, and which request each strikes. */
@NullMarked
package io.github.dcmbulk.sandbox.fault;

import org.jspecify.annotations.NullMarked;
