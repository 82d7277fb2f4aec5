/** The PUT of an instance to a presigned URL, and the check that the store has the same bytes. */
@NullMarked
package io.github.dcmbulk.remote.put;

import org.jspecify.annotations.NullMarked;
