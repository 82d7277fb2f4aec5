package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.cli.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StandardOutputTest {
  @TempDir private Path home;

  @Test
  void fullDiskIsSaidAndChangesSuccessOnly() {
    StandardOutput.Failure failure = failure("No space left on device");
    StringWriter err = new StringWriter();

    assertThat(failure.exitCode(new PrintWriter(err), 0)).isEqualTo(1);
    assertThat(failure.exitCode(new PrintWriter(err), 6)).isEqualTo(6);
    assertThat(err.toString()).contains("No space left on device (try: free some space");
  }

  @Test
  void readerThatHadEnoughIsNoError() {
    StringWriter err = new StringWriter();

    assertThat(failure("Broken pipe").exitCode(new PrintWriter(err), 0)).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "--version"})
  void helpThatIsNotReadIsNoFailure(String option) {
    StringWriter err = new StringWriter();

    int exit =
        Ran.program(home, Map.of(), option)
            .setOut(writer("Broken pipe"))
            .setErr(new PrintWriter(err, true))
            .execute(option);

    assertThat(exit).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void commandEndsAtTheFirstByteThatCannotBeWritten() {
    StringWriter err = new StringWriter();

    int exit =
        Ran.program(home, Map.of(), "check", "--output", "csv", home.toString())
            .setOut(writer("No space left on device"))
            .setErr(new PrintWriter(err, true))
            .execute("check", "--quiet", "--output", "csv", home.toString());

    assertThat(exit).isEqualTo(1);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("error: standard output could not be written");
  }

  private static StandardOutput.Failure failure(String why) {
    PrintWriter out = writer(why);
    StandardOutput.Failure[] failure = new StandardOutput.Failure[1];
    assertThatThrownBy(
            () -> {
              out.println("result");
              out.flush();
            })
        .isInstanceOfSatisfying(StandardOutput.Failure.class, e -> failure[0] = e);
    return failure[0];
  }

  private static PrintWriter writer(String why) {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException(why);
          }
        };
    return new PrintWriter(
        new OutputStreamWriter(new StandardOutput(full), StandardCharsets.UTF_8));
  }
}
