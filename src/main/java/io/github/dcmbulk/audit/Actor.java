package io.github.dcmbulk.audit;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who acts: the operating system's user, the machine and the process.
 *
 * @param user name of the user that the process belongs to
 * @param host name of the machine
 * @param pid the process
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
