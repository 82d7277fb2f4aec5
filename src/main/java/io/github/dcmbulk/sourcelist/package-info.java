/**
 * Reads which studies the source's archive holds: from a table (CSV, TSV), from an answer of
 * QIDO-RS (PS3.18 §10.6) or {@code findscu} in a file, or from a QIDO-RS server. Accession numbers
 * and patient IDs leave this package as keyed digests only. May use {@code model} and {@code http}.
 */
@NullMarked
package io.github.dcmbulk.sourcelist;

import org.jspecify.annotations.NullMarked;
