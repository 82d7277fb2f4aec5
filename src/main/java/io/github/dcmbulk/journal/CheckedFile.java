package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the checks and the selection say of one file, ready to be recorded.
 *
 * @param file the file as it was found
 * @param knownId its row in the journal; 0 when it has none yet
 * @param state its bucket; {@code PENDING} for an instance to be sent
 * @param reason code of the rejection's reason; null otherwise
 * @param warnings codes of the warnings
 * @param header the identifiers, as far as they could be read
 */
public record CheckedFile(
    SourceFile file,
    long knownId,
    FileState state,
    @Nullable String reason,
    Set<String> warnings,
    InstanceHeader header) {}
