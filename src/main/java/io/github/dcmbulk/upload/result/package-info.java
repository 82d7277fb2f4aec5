/**
 * Result and exit code of a run, its status while it is running, and the samples for the report's
 * charts.
 */
@NullMarked
package io.github.dcmbulk.upload.result;

import org.jspecify.annotations.NullMarked;
