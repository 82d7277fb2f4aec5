/**
 * A run as numbers for Prometheus, in a file that the node exporter's textfile collector reads: a
 * command that ends cannot be scraped. Counters go on from run to run, and what was there before a
 * run that fails is kept.
 */
@NullMarked
package io.github.dcmbulk.metrics;

import org.jspecify.annotations.NullMarked;
