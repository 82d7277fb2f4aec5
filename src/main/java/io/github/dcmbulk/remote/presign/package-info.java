/**
 * Presigned URLs: asked for, read from any form of answer, their expiry and signed headers judged.
 */
@NullMarked
package io.github.dcmbulk.remote.presign;

import org.jspecify.annotations.NullMarked;
