/**
 * Walks a data set element by element, and checks that each ends inside its container (PS3.5 §7).
 */
@NullMarked
package io.github.dcmbulk.dicom.walk;

import org.jspecify.annotations.NullMarked;
