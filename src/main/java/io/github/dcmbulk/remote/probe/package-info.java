/** Makes the requests of a delivery one by one, without retries. */
@NullMarked
package io.github.dcmbulk.remote.probe;

import org.jspecify.annotations.NullMarked;
