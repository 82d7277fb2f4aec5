/**
 * Finds out why a service cannot be uploaded to: every step on the way, one after the other, each
 * with what to do. The requests themselves are the engine's own, made by {@code remote}.
 */
@NullMarked
package io.github.dcmbulk.doctor;

import org.jspecify.annotations.NullMarked;
