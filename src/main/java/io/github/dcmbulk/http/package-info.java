/**
 * Requests over HTTP/1.1: byte-exact URLs, time-outs, proxies, trust. One request in, one answer or
 * one classified failure out. The client that carries requests is in {@code http.engine}, behind
 * the AWS SDK's {@code SdkHttpClient}.
 */
@NullMarked
package io.github.dcmbulk.http;

import org.jspecify.annotations.NullMarked;
