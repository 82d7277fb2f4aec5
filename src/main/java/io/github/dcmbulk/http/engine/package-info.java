/**
 * HTTP clients behind the AWS SDK's {@code SdkHttpClient}: our own, made of HttpCore's connections,
 * and the SDK's for trials. Each throws the exceptions of Java's own library. May use {@code http}
 * and {@code model}; no other package may use an HTTP client.
 */
@NullMarked
package io.github.dcmbulk.http.engine;

import org.jspecify.annotations.NullMarked;
