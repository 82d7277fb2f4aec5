/**
 * Requests over HTTP/1.1: byte-exact URLs, timeouts, proxies, trust. Each request has one answer or
 * one classified failure. The HTTP clients are in {@code http.engine}, behind the AWS SDK's {@code
 * SdkHttpClient}.
 */
@NullMarked
package io.github.dcmbulk.http;

import org.jspecify.annotations.NullMarked;
