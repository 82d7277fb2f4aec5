/**
 * What is logged, where and how. Configured in code: it starts faster than XML, and no file can
 * turn on a library's wire log, which would print URLs and tokens.
 */
@NullMarked
package io.github.dcmbulk.cli.log;

import org.jspecify.annotations.NullMarked;
