/**
 * Reads which studies the source's archive has: from a table (CSV, TSV), from an answer of QIDO-RS
 * (PS3.18 §10.6) or {@code findscu} in a file, or from a QIDO-RS server. Outside of this package
 * accession numbers and patient IDs exist only as keyed digests. May use {@code model} and {@code
 * http}.
 */
@NullMarked
package io.github.dcmbulk.sourcelist;

import org.jspecify.annotations.NullMarked;
