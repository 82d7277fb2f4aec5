/**
 * From roots and lists of files to checked files in the journal: the walk, the look-up of known
 * files, the checks, and the directories that are still open.
 */
@NullMarked
package io.github.dcmbulk.upload.walk;

import org.jspecify.annotations.NullMarked;
