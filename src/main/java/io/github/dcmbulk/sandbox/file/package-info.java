/** Files that the sandbox keeps in its lake, readable only by their owner. */
@NullMarked
package io.github.dcmbulk.sandbox.file;

import org.jspecify.annotations.NullMarked;
