/**
 * How a command ends that fails: its message and its exit code. The exit code of a run with a
 * result is chosen in {@code upload.result.RunExitCode}, that of a signal in {@code
 * cli.run.Signals}.
 */
@NullMarked
package io.github.dcmbulk.cli.exit;

import org.jspecify.annotations.NullMarked;
