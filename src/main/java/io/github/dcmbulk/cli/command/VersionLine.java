package io.github.dcmbulk.cli.command;

import io.github.dcmbulk.crypto.NativeCrypto;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionLine implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "dcmbulk " + Version.current(), "encryption of large uploads: " + NativeCrypto.described()
    };
  }
}
