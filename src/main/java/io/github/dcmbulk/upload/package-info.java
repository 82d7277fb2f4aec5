/**
 * The main job: walk, check, plan by study, deliver, journal. May use {@code scan}, {@code dicom},
 * {@code remote}, {@code journal}, {@code event} and {@code model}.
 */
@NullMarked
package io.github.dcmbulk.upload;

import org.jspecify.annotations.NullMarked;
