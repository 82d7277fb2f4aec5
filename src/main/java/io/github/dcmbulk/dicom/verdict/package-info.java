/** What a check found: the list of checks, a failure with its place in the file, and the advice. */
@NullMarked
package io.github.dcmbulk.dicom.verdict;

import org.jspecify.annotations.NullMarked;
