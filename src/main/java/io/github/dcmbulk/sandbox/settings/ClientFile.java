package io.github.dcmbulk.sandbox.settings;

import io.github.dcmbulk.sandbox.file.OwnerOnlyFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/**
 * The client of a lake, created at random for a new lake and kept there: a sandbox that is started
 * again accepts the same client.
 *
 * @param id client id
 * @param secret client secret
 */
record ClientFile(String id, String secret) {
  private static final String NAME = ".client";
  private static final int SECRET_BYTES = 24;

  /** Reads the lake's client, or makes a new one. */
  static ClientFile of(Path lake) throws IOException {
    Path file = lake.resolve(NAME);
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() != 2 || lines.contains("")) {
        throw new IOException(file + " contains no client; delete it to create a new one");
      }
      return new ClientFile(lines.get(0), lines.get(1));
    }
    ClientFile created = random();
    OwnerOnlyFiles.createDirectories(lake);
    try (OutputStream out = OwnerOnlyFiles.create(file)) {
      out.write((created.id + "\n" + created.secret + "\n").getBytes(StandardCharsets.UTF_8));
    }
    return created;
  }

  /** A new client with random credentials. */
  static ClientFile random() {
    return new ClientFile("sandbox-" + random(6), random(SECRET_BYTES));
  }

  private static String random(int bytes) {
    byte[] random = new byte[bytes];
    new SecureRandom().nextBytes(random);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  @Override
  public String toString() {
    return "ClientFile[id=" + id + "]";
  }
}
