/**
 * Requests over HTTP/1.1: byte-exact URLs, time-outs, proxies, trust. One request in, one answer or
 * one classified failure out, so that nobody else need know HttpCore; it never retries. May use
 * {@code model} only.
 */
@NullMarked
package io.github.dcmbulk.http;

import org.jspecify.annotations.NullMarked;
