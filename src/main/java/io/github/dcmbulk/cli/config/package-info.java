/**
 * Where an option's value comes from when the command line does not give it: environment, then
 * configuration file. No other package decides about precedence. Knows options by their long names
 * only.
 */
@NullMarked
package io.github.dcmbulk.cli.config;

import org.jspecify.annotations.NullMarked;
