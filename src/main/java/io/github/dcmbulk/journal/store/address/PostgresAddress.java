package io.github.dcmbulk.journal.store.address;

import io.github.dcmbulk.model.UsageException;
import java.net.InetAddress;
import java.net.URLDecoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL database by its connection URI, as libpq writes it (PostgreSQL 18, §32.1.1.2):
 * {@code postgresql://[user@]host[:port][,host[:port]…]/database[?name=value…]}.
 *
 * @param user null for the user of the operating system
 * @param hosts at least one; several are tried in turn until one takes writes
 * @param database its name
 * @param parameters by name, only those of {@link #PARAMETERS}
 */
public record PostgresAddress(
    @Nullable String user, List<Host> hosts, String database, Map<String, String> parameters) {
  /** Parameters that contain a password. */
  public static final String PASSWORD_SOURCES =
      "set DCMBULK_JOURNAL_PASSWORD or --journal-password-file, or PGPASSWORD, or use ~/.pgpass";

  private static final int PORT = 5432;

  /** User, hosts, database and parameters. */
  private static final Pattern SHAPE =
      Pattern.compile("postgres(?:ql)?://(?:([^/?#]*)@)?([^/?#@]*)/([^/?#]+)(?:\\?([^#]*))?");

  private static final String ROOT_CERTIFICATE = "sslrootcert";

  /** Value of {@link #ROOT_CERTIFICATE} for the authorities that the system trusts. */
  private static final String SYSTEM = "system";

  private static final String STRICTEST = "verify-full";

  private static final Set<String> PARAMETERS =
      Set.of(
          "sslmode",
          ROOT_CERTIFICATE,
          "sslcert",
          "sslkey",
          "application_name",
          "connect_timeout",
          "host",
          "port");

  private static final Set<String> MODES =
      Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

  /**
   * A server.
   *
   * @param name a name or an address, an IPv6 address without brackets; or the absolute path of the
   *     directory of a Unix domain socket
   */
  public record Host(String name, int port) {
    /** Whether it is reached by a Unix domain socket. */
    public boolean isSocket() {
      return name.startsWith("/");
    }

    /** Whether it is this machine by a socket or its loopback interface. */
    public boolean isLoopback() {
      if (isSocket()) {
        return true;
      }
      boolean literal = name.indexOf(':') >= 0 || name.matches("[0-9.]+");
      try {
        return name.equalsIgnoreCase("localhost")
            || (literal && InetAddress.getByName(name).isLoopbackAddress());
      } catch (UnknownHostException e) {
        return false;
      }
    }

    @Override
    public String toString() {
      if (isSocket()) {
        return name.replace("/", "%2F") + (port == PORT ? "" : ":" + port);
      }
      return (name.indexOf(':') >= 0 ? "[" + name + "]" : name) + (port == PORT ? "" : ":" + port);
    }
  }

  /** Copies the collections. */
  public PostgresAddress {
    hosts = List.copyOf(hosts);
    parameters = Map.copyOf(parameters);
  }

  /** The beginning of a URI; one letter would be a drive of Windows. */
  private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.:-]+)://.*");

  /**
   * The scheme of a URI that names no database that can be used; null for any other text. As a file
   * it would be a journal of its own on every host, and several of them would deliver the same
   * studies.
   */
  public static @Nullable String foreignScheme(String text) {
    Matcher uri = SCHEME.matcher(text);
    return uri.matches() && !isOne(text) ? uri.group(1) : null;
  }

  /** Whether the text names a database rather than a file. */
  public static boolean isOne(String text) {
    return text.startsWith("postgresql:") || text.startsWith("postgres:");
  }

  /**
   * Reads a connection URI.
   *
   * @throws UsageException it holds a password, or is none; the message does not repeat it
   */
  public static PostgresAddress parse(String text) throws UsageException {
    // Not java.net.URI, which knows no list of hosts.
    Matcher uri = SHAPE.matcher(text);
    if (!uri.matches()) {
      throw malformed("it names no database");
    }
    String userInfo = uri.group(1);
    Map<String, String> parameters = parameters(uri.group(4));
    if ((userInfo != null && userInfo.indexOf(':') >= 0) || parameters.containsKey("password")) {
      throw new UsageException(
          "the journal's URI contains a password, which other users of this machine can read",
          "leave it out; " + PASSWORD_SOURCES);
    }
    requireKnown(parameters);
    return new PostgresAddress(
        userInfo == null || userInfo.isEmpty() ? null : decoded(userInfo),
        hosts(uri.group(2), parameters),
        decoded(uri.group(3)),
        parameters);
  }

  private static Map<String, String> parameters(@Nullable String query) throws UsageException {
    Map<String, String> parameters = new TreeMap<>();
    if (query == null) {
      return parameters;
    }
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw malformed("a parameter has no value");
      }
      parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
    }
    return parameters;
  }

  private static void requireKnown(Map<String, String> parameters) throws UsageException {
    for (String name : parameters.keySet()) {
      if (!PARAMETERS.contains(name)) {
        throw malformed(
            "its parameter " + (name.matches("[a-z_]{1,40}") ? name : "") + " is not supported");
      }
    }
    String mode = parameters.get("sslmode");
    if (mode != null && !MODES.contains(mode)) {
      throw malformed("sslmode is none of disable, allow, prefer, require, verify-ca, verify-full");
    }
    if (mode != null
        && !mode.equals(STRICTEST)
        && SYSTEM.equals(parameters.get(ROOT_CERTIFICATE))) {
      // Anyone can get a certificate of a public authority, for another name.
      throw malformed("with sslrootcert=system, sslmode can only be verify-full");
    }
  }

  /**
   * The parameters {@code host} and {@code port} stand for what the URI leaves out, as in libpq.
   */
  private static List<Host> hosts(String text, Map<String, String> parameters)
      throws UsageException {
    String host = parameters.get("host");
    String port = parameters.get("port");
    if (!text.isEmpty() && (host != null || port != null)) {
      throw malformed("it names the server twice");
    }
    List<Host> hosts =
        host != null && host.startsWith("/")
            ? List.of(new Host(host, port == null ? PORT : port(port)))
            : hosts(
                text.isEmpty()
                    ? (host == null ? "" : host) + (port == null ? "" : ":" + port)
                    : text);
    if (hosts.size() > 1 && hosts.stream().anyMatch(Host::isSocket)) {
      throw malformed("a socket is a server's alone; name one server");
    }
    return hosts;
  }

  private static List<Host> hosts(String text) throws UsageException {
    List<Host> hosts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      int bracket = part.indexOf(']');
      int colon = part.indexOf(':', Math.max(0, bracket));
      String name = decoded(colon < 0 ? part : part.substring(0, colon));
      name =
          name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
      hosts.add(
          new Host(
              name.isEmpty() ? "localhost" : name,
              colon < 0 ? PORT : port(part.substring(colon + 1))));
    }
    return hosts;
  }

  private static int port(String text) throws UsageException {
    if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65535) {
      throw malformed("its port is no number up to 65535");
    }
    return Integer.parseInt(text);
  }

  private static String decoded(String text) throws UsageException {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw malformed("a % in it is not followed by two hexadecimal digits");
    }
  }

  private static UsageException malformed(String why) {
    return new UsageException(
        "the journal's URI is not correct: " + why,
        "write it as postgresql://USER@HOST:5432/DATABASE?sslmode=verify-full");
  }

  /**
   * The address with the certificates by which libpq would verify the server (PostgreSQL 18,
   * §32.19.1): those of the URI, else of {@code PGSSLROOTCERT}, else of {@code
   * ~/.postgresql/root.crt}; if there is none, those that Java trusts.
   *
   * @param home the user's home directory
   */
  public PostgresAddress withAuthorities(Map<String, String> environment, Path home) {
    String file = environment.getOrDefault("PGSSLROOTCERT", "");
    Path usual = home.resolve(".postgresql").resolve("root.crt");
    if (file.isEmpty() && Files.exists(usual)) {
      file = usual.toString();
    }
    if (file.isEmpty() || parameters.containsKey(ROOT_CERTIFICATE)) {
      return this;
    }
    Map<String, String> all = new TreeMap<>(parameters);
    all.put(ROOT_CERTIFICATE, file);
    return new PostgresAddress(user, hosts, database, all);
  }

  /** How far the server is verified; the strictest unless the URI says otherwise. */
  public String sslMode() {
    boolean lax = isLoopback() && !SYSTEM.equals(parameters.get(ROOT_CERTIFICATE));
    return parameters.getOrDefault("sslmode", lax ? "prefer" : STRICTEST);
  }

  /** The file of certificates that are trusted; null for those that Java trusts. */
  public @Nullable String rootCertificate() {
    String file = parameters.get(ROOT_CERTIFICATE);
    return SYSTEM.equals(file) ? null : file;
  }

  /** The server's Unix domain socket; null where it is reached by the network. */
  public @Nullable String socket() {
    Host host = hosts.get(0);
    return host.isSocket() ? UnixSocketFactory.path(host.name(), host.port()) : null;
  }

  /** Whether all servers are this machine. */
  public boolean isLoopback() {
    return hosts.stream().allMatch(Host::isLoopback);
  }

  /** The database as people are shown it: without user and parameters. */
  public String name() {
    return "postgresql://"
        + String.join(",", hosts.stream().map(Host::toString).toList())
        + "/"
        + database;
  }
}
