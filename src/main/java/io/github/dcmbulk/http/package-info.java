/**
 * The only user of the AWS SDK HTTP client: byte-exact URLs, time-outs, proxies, trust. One request
 * in, one answer or one classified failure out; it never retries. May use {@code model} only.
 */
@NullMarked
package io.github.dcmbulk.http;

import org.jspecify.annotations.NullMarked;
