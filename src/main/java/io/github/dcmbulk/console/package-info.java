/**
 * What a person sees while a run goes on and when it ends. May use {@code event} and {@code model}.
 */
@NullMarked
package io.github.dcmbulk.console;

import org.jspecify.annotations.NullMarked;
