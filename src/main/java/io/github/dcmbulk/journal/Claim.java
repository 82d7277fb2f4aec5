package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import org.jspecify.annotations.Nullable;

/**
 * A file that claims a SOP Instance UID which others claim too.
 *
 * @param pendingInstance the file
 * @param state its state
 * @param md5 MD5 of its content as far as it was ever read, hexadecimal; null when it was not
 */
public record Claim(PendingInstance pendingInstance, FileState state, @Nullable String md5) {}
