/**
 * Cryptography in native code where the platform has a library for it. Uses nothing of the other
 * packages; only {@code cli} and {@code doctor} use it.
 */
@NullMarked
package io.github.dcmbulk.crypto;

import org.jspecify.annotations.NullMarked;
