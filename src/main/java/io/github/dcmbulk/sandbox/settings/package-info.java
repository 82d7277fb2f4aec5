/** How a sandbox behaves: client, tokens, URLs, the rules of studies, faults. */
@NullMarked
package io.github.dcmbulk.sandbox.settings;

import org.jspecify.annotations.NullMarked;
