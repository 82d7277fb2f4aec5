/**
 * Finds the files: a lazy walk of the roots, selection by name, file names as bytes. Opens no file.
 */
@NullMarked
package io.github.dcmbulk.scan;

import org.jspecify.annotations.NullMarked;
