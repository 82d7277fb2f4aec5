/** The token endpoint (RFC 6749). */
@NullMarked
package io.github.dcmbulk.sandbox.oauth;

import org.jspecify.annotations.NullMarked;
