/** Settings of a sandbox: client, tokens, URLs, the rules about time, faults. */
@NullMarked
package io.github.dcmbulk.sandbox.settings;

import org.jspecify.annotations.NullMarked;
