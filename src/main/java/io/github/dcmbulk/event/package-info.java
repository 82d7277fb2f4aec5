/**
 * Events of a run as immutable values, so that the upload code need not know a terminal. Listeners
 * are called from many threads and must not block.
 */
@NullMarked
package io.github.dcmbulk.event;

import org.jspecify.annotations.NullMarked;
