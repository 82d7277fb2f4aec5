/**
 * Measures what this machine and a service can do with synthetic instances, by the engine's own
 * checks, reading, requests and journal. Only as many files exist at a time as there are workers.
 */
@NullMarked
package io.github.dcmbulk.bench;

import org.jspecify.annotations.NullMarked;
