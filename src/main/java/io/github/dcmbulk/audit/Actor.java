package io.github.dcmbulk.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * The user, machine and process that run dcmbulk.
 *
 * @param user name of the process's user
 * @param host name of the machine
 * @param pid process id
 */
public record Actor(String user, String host, long pid) {
  /** This process. */
  public static Actor current() {
    return new Actor(
        System.getProperty("user.name", "unknown"), hostName(), ProcessHandle.current().pid());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }
}
