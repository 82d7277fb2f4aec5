/**
 * The presign endpoint and the object store: Signature Version 4, checksums, refusals as S3 makes
 * them.
 */
@NullMarked
package io.github.dcmbulk.sandbox.s3;

import org.jspecify.annotations.NullMarked;
