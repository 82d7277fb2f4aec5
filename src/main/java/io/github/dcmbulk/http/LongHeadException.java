package io.github.dcmbulk.http;

import java.net.ProtocolException;

/** The headers of an answer are longer, or more, than any server needs. */
public final class LongHeadException extends ProtocolException {
  private static final long serialVersionUID = 1;

  /** With a message for people. */
  public LongHeadException() {
    super("the answer's headers are too long");
  }
}
