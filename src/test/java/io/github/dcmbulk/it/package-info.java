/** Tests of the packaged program: its scripts, run as processes, against the sandbox. */
@NullMarked
package io.github.dcmbulk.it;

import org.jspecify.annotations.NullMarked;
