/**
 * Delivers instances: token, presigned URL, PUT; repeats what may be repeated, and tells the
 * failure of one instance from an outage.
 */
@NullMarked
package io.github.dcmbulk.remote.delivery;

import org.jspecify.annotations.NullMarked;
