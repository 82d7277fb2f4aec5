/**
 * The commands: what picocli fills in and calls. Each wires the engine for its job and returns an
 * exit code.
 */
@NullMarked
package io.github.dcmbulk.cli.command;

import org.jspecify.annotations.NullMarked;
