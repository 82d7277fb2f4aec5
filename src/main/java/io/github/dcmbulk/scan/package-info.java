/**
 * Finds the files: lazy walk of the roots, selection by name, file names as bytes. Never opens a
 * file.
 */
@NullMarked
package io.github.dcmbulk.scan;

import org.jspecify.annotations.NullMarked;
