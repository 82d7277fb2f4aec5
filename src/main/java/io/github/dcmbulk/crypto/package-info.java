/**
 * Native cryptography where a library for the platform exists. Uses no other package; only {@code
 * cli} and {@code doctor} use it.
 */
@NullMarked
package io.github.dcmbulk.crypto;

import org.jspecify.annotations.NullMarked;
