/** Reads elements and values from a file by position, without trusting a length. */
@NullMarked
package io.github.dcmbulk.dicom.read;

import org.jspecify.annotations.NullMarked;
