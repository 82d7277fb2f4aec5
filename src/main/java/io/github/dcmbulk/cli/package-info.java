/**
 * The command line: options, configuration, wiring and exit codes. The only package that knows
 * flags, environment variables and the process.
 */
@NullMarked
package io.github.dcmbulk.cli;

import org.jspecify.annotations.NullMarked;
