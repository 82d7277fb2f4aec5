/**
 * The commands: what picocli fills in and calls. Each creates what its task needs and returns an
 * exit code.
 */
@NullMarked
package io.github.dcmbulk.cli.command;

import org.jspecify.annotations.NullMarked;
