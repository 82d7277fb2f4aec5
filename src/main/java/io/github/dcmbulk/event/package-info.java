/**
 * What happens during a run, as immutable values, so that the engine can report without knowing a
 * terminal. Listeners are called from many threads and must not block.
 */
@NullMarked
package io.github.dcmbulk.event;

import org.jspecify.annotations.NullMarked;
