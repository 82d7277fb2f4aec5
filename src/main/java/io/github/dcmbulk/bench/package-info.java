/**
 * Measures what this machine and a service can do with synthetic instances, by the engine's own
 * checks, reading, requests and journal. Only as many files exist at a time as there are workers.
 * May use {@code upload}, {@code dicom}, {@code remote}, {@code journal} and {@code model}.
 */
@NullMarked
package io.github.dcmbulk.bench;

import org.jspecify.annotations.NullMarked;
