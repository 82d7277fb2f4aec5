/**
 * A local ingestion service that behaves like the real one: tokens, presigned URLs, a lake laid out
 * by study, faults on demand. Shares no code with the uploader, so that no bug can hide on both
 * sides.
 */
@NullMarked
package io.github.dcmbulk.sandbox;

import org.jspecify.annotations.NullMarked;
