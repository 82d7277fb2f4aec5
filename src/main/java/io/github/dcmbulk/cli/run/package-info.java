/**
 * What commands share to run the engine: the service and its wrappers, signals, the audit log and
 * metrics, standard streams, reports, and how an error is shown.
 */
@NullMarked
package io.github.dcmbulk.cli.run;

import org.jspecify.annotations.NullMarked;
