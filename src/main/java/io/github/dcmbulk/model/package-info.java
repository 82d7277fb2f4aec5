/**
 * Types that all other packages share: source files, verdicts, states and errors. Records and enums
 * without behaviour of their own.
 */
@NullMarked
package io.github.dcmbulk.model;

import org.jspecify.annotations.NullMarked;
