package io.github.dcmbulk.cli.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExitCodesTest {
  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new UsageException("a", "b"), 2),
        Arguments.of(new AccessRefusedException("a", "b"), 3),
        Arguments.of(new ServiceUnreachableException("a", "b"), 4),
        Arguments.of(new JournalBusyException("a", "b"), 5),
        Arguments.of(new JournalException("a", "b"), 1),
        Arguments.of(new IllegalStateException("a"), 1));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void everyErrorHasItsExitCode(Exception error, int expected) {
    assertThat(ExitCodes.of(error).code()).isEqualTo(expected);
  }
}
