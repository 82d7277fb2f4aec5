/**
 * Results of checks: the list of checks, a failure with its position in the file, and the advice.
 */
@NullMarked
package io.github.dcmbulk.dicom.verdict;

import org.jspecify.annotations.NullMarked;
