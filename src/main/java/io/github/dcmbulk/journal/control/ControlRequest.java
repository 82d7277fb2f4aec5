package io.github.dcmbulk.journal.control;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * What a run is asked to do.
 *
 * @param id unique; also the name of its files
 * @param action one word
 * @param value what the action needs; empty for nothing
 * @param by user and host of the request
 */
public record ControlRequest(String id, String action, String value, String by) {
  /** User and host of this process. */
  static String asker() {
    String user = System.getProperty("user.name", "?");
    try {
      return user + "@" + InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return user;
    }
  }
}
