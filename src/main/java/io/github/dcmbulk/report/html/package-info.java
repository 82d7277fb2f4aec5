/**
 * The report as one HTML page for people, to be read, printed and signed. It turns the journal's
 * figures into words, tables and chart data; a template and a charting library in the page do the
 * rest.
 */
@NullMarked
package io.github.dcmbulk.report.html;

import org.jspecify.annotations.NullMarked;
