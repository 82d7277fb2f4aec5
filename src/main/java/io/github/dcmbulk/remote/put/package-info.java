/** The PUT of an instance to a presigned URL, and the proof that the store holds the same bytes. */
@NullMarked
package io.github.dcmbulk.remote.put;

import org.jspecify.annotations.NullMarked;
