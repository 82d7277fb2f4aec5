/**
 * Presigned URLs: requested, read from any form of answer, and their expiry and signed headers
 * checked.
 */
@NullMarked
package io.github.dcmbulk.remote.presign;

import org.jspecify.annotations.NullMarked;
