/** What tests of several packages share. */
@NullMarked
package io.github.dcmbulk.testing;

import org.jspecify.annotations.NullMarked;
