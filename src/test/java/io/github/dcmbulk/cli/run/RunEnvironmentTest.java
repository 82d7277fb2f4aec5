package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunEnvironmentTest {
  @Test
  void credentialsInAUrlAreNotRecorded() {
    assertThat(RunEnvironment.withoutCredentials("http://user:geheim@proxy.example.org:3128"))
        .isEqualTo("http://***proxy.example.org:3128");
    assertThat(RunEnvironment.withoutCredentials("https://api.example.org/v1?key=geheim&x=1"))
        .isEqualTo("https://api.example.org/v1***");
  }

  @Test
  void anythingElseStaysAsItIs() {
    for (String value : new String[] {"8", "/archive/who?/me@home", "https://api.example.org/v1"}) {
      assertThat(RunEnvironment.withoutCredentials(value)).isEqualTo(value);
    }
  }
}
