package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class SocketConnectorTest {
  @Test
  void theLightestSuiteOfTls13IsOfferedFirstAndTheRestAsBefore() throws Exception {
    try (SSLSocket socket = (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket()) {
      List<String> expected = new ArrayList<>(List.of(socket.getEnabledCipherSuites()));
      expected.remove("TLS_AES_128_GCM_SHA256");
      expected.add(0, "TLS_AES_128_GCM_SHA256");

      assertThatThrownBy(() -> SocketConnector.handshake(socket))
          .hasMessageContaining("not connected");
      assertThat(socket.getEnabledCipherSuites()).containsExactlyElementsOf(expected);
    }
  }
}
