package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the file of a refresh token up to date: a service that replaces the token at each use
 * treats the old one as stolen (RFC 9700 §4.14.2), and the next run would be refused.
 */
final class RefreshTokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(RefreshTokenFile.class);

  private RefreshTokenFile() {}

  /** Replaces the file's token atomically; warns if it cannot. */
  static void replace(Path file, Secret token) {
    @Nullable Path temporary = null;
    try {
      Path target = file.toRealPath();
      temporary = Files.createTempFile(target.getParent(), ".refresh-", ".tmp", onlyOurs());
      Files.writeString(temporary, token.reveal() + "\n");
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn(
          "the service replaced the refresh token, and {} cannot be written: the next run needs a"
              + " new one",
          file);
      delete(temporary);
    }
  }

  private static FileAttribute<?>[] onlyOurs() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  private static void delete(@Nullable Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // Only the owner can read the remaining file; nothing more can be done.
    }
  }
}
