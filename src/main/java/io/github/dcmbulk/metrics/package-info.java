/**
 * Metrics of a run for Prometheus, in a file for the node exporter's textfile collector, because a
 * command that ends cannot be scraped. Counters continue from run to run, and a failing run keeps
 * the earlier samples.
 */
@NullMarked
package io.github.dcmbulk.metrics;

import org.jspecify.annotations.NullMarked;
