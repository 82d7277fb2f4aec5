/**
 * The words that every other package shares: source files, verdicts, states and errors. Records and
 * enums without behaviour of their own, so that the stages of an upload can be read one by one.
 */
@NullMarked
package io.github.dcmbulk.model;

import org.jspecify.annotations.NullMarked;
