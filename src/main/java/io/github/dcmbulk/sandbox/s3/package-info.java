/**
 * The presign endpoint and the object store: Signature Version 4, checksums, and refusals of S3.
 */
@NullMarked
package io.github.dcmbulk.sandbox.s3;

import org.jspecify.annotations.NullMarked;
