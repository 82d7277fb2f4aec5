/**
 * What a person sees while a run goes on and when it ends. May use {@code event}, {@code model},
 * and of {@code report} the keys that progress shares with results.
 */
@NullMarked
package io.github.dcmbulk.console;

import org.jspecify.annotations.NullMarked;
