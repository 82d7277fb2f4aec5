/**
 * HTTP clients behind the AWS SDK's {@code SdkHttpClient}: dcmbulk's own, made of HttpCore's
 * connections, and the SDK's for trials. Each throws exceptions of Java's library. May use {@code
 * http} and {@code model}; no other package may use an HTTP client.
 */
@NullMarked
package io.github.dcmbulk.http.engine;

import org.jspecify.annotations.NullMarked;
