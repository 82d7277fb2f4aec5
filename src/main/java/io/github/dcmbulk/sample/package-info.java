/** Synthetic DICOM files, made by code, to rehearse and to test with; no patient ever existed. */
@NullMarked
package io.github.dcmbulk.sample;

import org.jspecify.annotations.NullMarked;
