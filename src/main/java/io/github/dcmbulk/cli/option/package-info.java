/**
 * Groups of options that commands share, and the types of their values. Each group turns itself
 * into the engine's own record, so that the engine never sees a flag.
 */
@NullMarked
package io.github.dcmbulk.cli.option;

import org.jspecify.annotations.NullMarked;
