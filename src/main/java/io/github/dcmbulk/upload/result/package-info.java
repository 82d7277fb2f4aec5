/**
 * What a run comes to: its result and exit code, its status while it is running, and the samples
 * that the report draws.
 */
@NullMarked
package io.github.dcmbulk.upload.result;

import org.jspecify.annotations.NullMarked;
