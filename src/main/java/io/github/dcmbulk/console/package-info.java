/** What a person sees while a run goes on and when it ends. */
@NullMarked
package io.github.dcmbulk.console;

import org.jspecify.annotations.NullMarked;
