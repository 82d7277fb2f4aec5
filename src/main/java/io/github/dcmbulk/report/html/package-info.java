/**
 * The report as one HTML page, to be read, printed and signed: the journal's figures as words,
 * tables and chart data, for a template with a charting library.
 */
@NullMarked
package io.github.dcmbulk.report.html;

import org.jspecify.annotations.NullMarked;
