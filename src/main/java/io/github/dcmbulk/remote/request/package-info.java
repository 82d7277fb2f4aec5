/** One request to the service: sent, counted, timed, and its failure classified. */
@NullMarked
package io.github.dcmbulk.remote.request;

import org.jspecify.annotations.NullMarked;
