/**
 * Rows and results for programs: CSV, JSON, JSON lines. May use {@code journal}, {@code event} and
 * {@code model}.
 */
@NullMarked
package io.github.dcmbulk.report;

import org.jspecify.annotations.NullMarked;
