/**
 * HTTP/1.1 on a loopback port, with its own parser, so that faults can strike before a body is
 * read.
 */
@NullMarked
package io.github.dcmbulk.sandbox.http;

import org.jspecify.annotations.NullMarked;
