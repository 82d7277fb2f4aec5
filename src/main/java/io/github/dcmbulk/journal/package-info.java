/**
 * Remembers what happened to each file, so that a killed run can continue: there is no LIST and no
 * HEAD on the other side. SQLite, because one file survives a crash and can be inspected; one
 * writer, group commit. May use {@code model} only.
 */
@NullMarked
package io.github.dcmbulk.journal;

import org.jspecify.annotations.NullMarked;
