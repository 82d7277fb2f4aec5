/**
 * The parts of a file before its data set: preamble, File Meta Information, command set; and files
 * that contain no data set (PS3.10 §7).
 */
@NullMarked
package io.github.dcmbulk.dicom.meta;

import org.jspecify.annotations.NullMarked;
