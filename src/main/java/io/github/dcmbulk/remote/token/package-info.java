/** Access tokens (RFC 6749): requested, shared by all workers, renewed in time. */
@NullMarked
package io.github.dcmbulk.remote.token;

import org.jspecify.annotations.NullMarked;
