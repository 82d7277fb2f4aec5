/** Rows and results for programs: CSV, JSON, JSON lines. */
@NullMarked
package io.github.dcmbulk.report;

import org.jspecify.annotations.NullMarked;
