/**
 * Decides whether a file is a DICOM instance that can be sent. The reader is dcmbulk's own, because
 * no DICOM library on Maven Central detects truncated files; it reads by seeking and trusts no
 * length field.
 */
@NullMarked
package io.github.dcmbulk.dicom;

import org.jspecify.annotations.NullMarked;
