/**
 * What stands before a data set: preamble, File Meta Information, a command set; and files that
 * hold none (PS3.10 §7).
 */
@NullMarked
package io.github.dcmbulk.dicom.meta;

import org.jspecify.annotations.NullMarked;
