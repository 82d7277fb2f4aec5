/**
 * One request to the service: sent, counted and timed, and its failure sorted by what to do about
 * it.
 */
@NullMarked
package io.github.dcmbulk.remote.request;

import org.jspecify.annotations.NullMarked;
