/**
 * A local ingestion service that behaves like the real one: tokens, presigned URLs, a lake with a
 * directory for each study, faults on request. It shares no code with the client, so that one error
 * cannot be on both sides unnoticed.
 */
@NullMarked
package io.github.dcmbulk.sandbox;

import org.jspecify.annotations.NullMarked;
