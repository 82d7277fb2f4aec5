/**
 * Files that dcmbulk writes besides its journal: readable only by their owner, written atomically,
 * and rolled without losing a line. In one package, so that no mode and no rename is forgotten.
 */
@NullMarked
package io.github.dcmbulk.file;

import org.jspecify.annotations.NullMarked;
