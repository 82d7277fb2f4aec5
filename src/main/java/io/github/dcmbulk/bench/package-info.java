/**
 * Measures what this machine and a service can do, with synthetic instances and the same checks,
 * reading, requests and journal as an upload. There are only as many files at a time as workers.
 */
@NullMarked
package io.github.dcmbulk.bench;

import org.jspecify.annotations.NullMarked;
