package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.Errand;
import io.github.dcmbulk.remote.InstanceContent;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are known for an instance.
 *
 * @param content the bytes
 * @param errand which instance they are
 */
record Addressed(InstanceContent content, Errand errand) implements InstanceContent {
  @Override
  public long size() {
    return content.size();
  }

  @Override
  public byte[] md5() {
    return content.md5();
  }

  @Override
  public byte @Nullable [] sha256() {
    return content.sha256();
  }

  @Override
  public InputStream open() throws IOException {
    return content.open();
  }
}
