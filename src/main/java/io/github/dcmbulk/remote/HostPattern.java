package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpUrl;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A host that may receive instances: a name, a name with {@code *} for any characters, and perhaps
 * a port. Without a port any port matches.
 */
public final class HostPattern {
  private final String text;
  private final boolean withPort;
  private final Pattern pattern;

  private HostPattern(String text) {
    this.text = text;
    this.withPort = text.matches(".*:[0-9]+");
    StringBuilder regex = new StringBuilder();
    for (String literal : text.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : ".*").append(Pattern.quote(literal));
    }
    this.pattern = Pattern.compile(regex.toString());
  }

  /** Reads a pattern. An IPv6 address may stand without its brackets where it has no port. */
  public static HostPattern of(String text) {
    String pattern = text.strip().toLowerCase(Locale.ROOT);
    boolean bare = !pattern.startsWith("[") && pattern.indexOf(':') != pattern.lastIndexOf(':');
    return new HostPattern(bare ? "[" + pattern + "]" : pattern);
  }

  boolean matches(HttpUrl url) {
    return pattern.matcher(withPort ? url.host() + ":" + url.port() : url.host()).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
