/** Files that the sandbox keeps beside its lake, readable by their owner only. */
@NullMarked
package io.github.dcmbulk.sandbox.file;

import org.jspecify.annotations.NullMarked;
