/** Storage of instances by study, with the service's two rules about time. */
@NullMarked
package io.github.dcmbulk.sandbox.lake;

import org.jspecify.annotations.NullMarked;
