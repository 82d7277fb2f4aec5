/**
 * The bytes of one file: read once, digested while they are sent, refused if the file has changed.
 */
@NullMarked
package io.github.dcmbulk.upload.content;

import org.jspecify.annotations.NullMarked;
