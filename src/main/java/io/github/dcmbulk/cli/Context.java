package io.github.dcmbulk.cli;

import java.io.InputStream;
import java.time.Clock;
import java.util.Map;

/**
 * What the process gives to a command, so that tests can give something else.
 *
 * @param environment environment variables
 * @param standardInput for {@code --files-from -}
 * @param clock the time, in the local zone
 * @param program how this program was called, for commands that are printed to be copied
 * @param version of this program
 */
record Context(
    Map<String, String> environment,
    InputStream standardInput,
    Clock clock,
    String program,
    String version) {}
