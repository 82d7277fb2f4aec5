/** The main job: walk, check, plan by study, deliver, journal. */
@NullMarked
package io.github.dcmbulk.upload;

import org.jspecify.annotations.NullMarked;
