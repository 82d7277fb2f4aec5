/** Where instances end up, by study, under the two rules of the service about time. */
@NullMarked
package io.github.dcmbulk.sandbox.lake;

import org.jspecify.annotations.NullMarked;
