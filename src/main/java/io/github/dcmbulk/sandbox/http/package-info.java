/**
 * HTTP/1.1 on a loopback port, with a server loop that can produce faults before a body is read.
 */
@NullMarked
package io.github.dcmbulk.sandbox.http;

import org.jspecify.annotations.NullMarked;
