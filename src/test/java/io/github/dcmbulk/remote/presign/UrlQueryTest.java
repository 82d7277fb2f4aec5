package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlQueryTest {
  @ParameterizedTest
  @CsvSource({
    "a=1&b=2, a, 1",
    "a=1&b=2, b, 2",
    "a=1&b=2&, b, 2",
    "a=1&&b=2, b, 2",
    "&a=1, a, 1",
    "a=1&A=2, A, 1",
    "a=x%2By=z, A, x+y=z",
    "a=%zz, a, %zz",
    "a&b=2, a, ",
    "a=&b=2, a, ''",
    "ab=1, a, ",
    "b=2, a, ",
    "'', a, ",
    "&, a, ",
  })
  void aParameterIsFoundByItsName(String query, String name, @Nullable String value) {
    assertThat(new UrlQuery(query).get(name)).isEqualTo(value);
  }

  @Test
  void thereMayBeManyParameters() {
    StringBuilder query = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      query.append(i == 0 ? "" : "&").append('p').append(i).append('=').append(i);
    }
    UrlQuery parameters = new UrlQuery(query.toString());
    for (int i = 0; i < 100; i++) {
      assertThat(parameters.get("p" + i)).isEqualTo(Integer.toString(i));
    }
  }
}
