/** Tries the steps of a delivery one by one, without repeating any. */
@NullMarked
package io.github.dcmbulk.remote.probe;

import org.jspecify.annotations.NullMarked;
