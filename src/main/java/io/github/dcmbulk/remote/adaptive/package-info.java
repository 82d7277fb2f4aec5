/** Finds out how many instances should be in flight. */
@NullMarked
package io.github.dcmbulk.remote.adaptive;

import org.jspecify.annotations.NullMarked;
