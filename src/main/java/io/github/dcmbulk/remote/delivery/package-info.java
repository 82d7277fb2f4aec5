/**
 * Delivers instances: token, presigned URL, PUT. Repeats requests where that is allowed, and
 * distinguishes the failure of one instance from an outage.
 */
@NullMarked
package io.github.dcmbulk.remote.delivery;

import org.jspecify.annotations.NullMarked;
