/**
 * Where an option's value comes from when the command line does not give it: environment, then
 * configuration file. One place, so that the order of precedence is a fact and not a habit. Knows
 * options by their long names only.
 */
@NullMarked
package io.github.dcmbulk.cli.config;

import org.jspecify.annotations.NullMarked;
