/**
 * Files that dcmbulk writes beside its journal: readable by their owner only, whole or not there,
 * and rolled without losing a line. One place, because a mode or a rename that is forgotten once is
 * a leak or a half file.
 */
@NullMarked
package io.github.dcmbulk.file;

import org.jspecify.annotations.NullMarked;
