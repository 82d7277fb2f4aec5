/**
 * Finds why uploads to a service fail: checks every step one by one, each with a remedy. The
 * requests are made by {@code remote}, as in an upload.
 */
@NullMarked
package io.github.dcmbulk.doctor;

import org.jspecify.annotations.NullMarked;
