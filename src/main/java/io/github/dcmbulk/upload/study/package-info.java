/**
 * What is done with a study: held, delivered, sent again or left, by the rules of the service about
 * pauses and overwriting.
 */
@NullMarked
package io.github.dcmbulk.upload.study;

import org.jspecify.annotations.NullMarked;
