/**
 * Decides whether a file is a DICOM instance that can be sent. The reader is ours, because no DICOM
 * library on Maven Central notices a file that was cut; it reads by seeking and never trusts a
 * length.
 */
@NullMarked
package io.github.dcmbulk.dicom;

import org.jspecify.annotations.NullMarked;
