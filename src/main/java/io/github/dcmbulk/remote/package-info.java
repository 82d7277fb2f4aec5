/**
 * The ingestion service as the uploader sees it: token, presigned URL, PUT, and what to do when one
 * of them fails. May use {@code http} and {@code model}.
 */
@NullMarked
package io.github.dcmbulk.remote;

import org.jspecify.annotations.NullMarked;
