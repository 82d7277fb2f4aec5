/** Finds the number of instances in flight that a service handles best. */
@NullMarked
package io.github.dcmbulk.remote.adaptive;

import org.jspecify.annotations.NullMarked;
