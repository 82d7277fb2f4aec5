/** Terms of the standard: tags, value representations, encodings, transfer syntaxes (PS3.5). */
@NullMarked
package io.github.dcmbulk.dicom.syntax;

import org.jspecify.annotations.NullMarked;
