/**
 * What a run is asked to do. The command line and the tests make these records; nothing here
 * decides anything.
 */
@NullMarked
package io.github.dcmbulk.upload.settings;

import org.jspecify.annotations.NullMarked;
