package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.SourceFile;
import org.jspecify.annotations.Nullable;

/**
 * An instance to be sent.
 *
 * @param id its row
 * @param file the file as it was checked
 * @param sopInstanceUid (0008,0018)
 * @param deliveredMd5 MD5 of what was delivered under this row before in hexadecimal; null for
 *     nothing
 * @param uploaded whether it counts as delivered now, and is sent again because its study is
 * @param failedBefore whether earlier attempts failed
 * @param deliveredMillis when something was delivered under this row last; 0 for never
 */
public record PendingInstance(
    long id,
    SourceFile file,
    String sopInstanceUid,
    @Nullable String deliveredMd5,
    boolean uploaded,
    boolean failedBefore,
    long deliveredMillis) {}
