package io.github.dcmbulk.report.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Properties;

/**
 * Style, charting library and script of the page, each with the hash by which the page's content
 * security policy allows it and nothing else.
 *
 * @param library D3, with its licence
 */
record Assets(String style, String library, String script) {

  static Assets load() {
    try {
      Properties place = new Properties();
      place.load(new StringReader(text("/io/github/dcmbulk/report/html/library.properties")));
      String d3 = "/" + place.getProperty("d3");
      String licence = text(d3 + "/LICENSE").strip();
      String library = "/*!\n" + licence + "\n*/\n" + text(d3 + "/dist/d3.min.js").strip();
      return new Assets("\n" + text("report.css"), "\n" + library + "\n", "\n" + text("charts.js"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(String resource) throws IOException {
    try (InputStream bytes = Assets.class.getResourceAsStream(resource)) {
      if (bytes == null) {
        throw new IOException("the program lacks its resource " + resource);
      }
      // Browsers convert CR LF to LF before they compute the hash.
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
  }

  String styleHash() {
    return hash(style);
  }

  String libraryHash() {
    return hash(library);
  }

  String scriptHash() {
    return hash(script);
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
