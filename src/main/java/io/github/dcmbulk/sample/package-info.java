/** Synthetic DICOM files, made by code, for practice and tests; no real patients. */
@NullMarked
package io.github.dcmbulk.sample;

import org.jspecify.annotations.NullMarked;
