package io.github.dcmbulk.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.calendar.WeekCalendar;
import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

class ConverterTest {
  @ParameterizedTest
  @CsvSource({"0,PT0S", "250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "2h,PT2H", "1d,PT24H"})
  void durations(String text, Duration expected) {
    assertThat(new DurationConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5", "s", "-1s", "1.5h", "5 m", "5x", "PT5S", "99999999999s"})
  void noDurations(String text) {
    assertRefused(new DurationConverter(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "1B,1",
    "50MB,50000000",
    "50mb,50000000",
    "50MiB,52428800",
    "1.5GB,1500000000",
    "400Mbit,50000000",
    "400Mbit/s,50000000",
    "20MB/s,20000000",
    "1TiB,1099511627776"
  })
  void sizesAndRates(String text, long expected) {
    assertThat(new BytesConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "50", "MB", "-5MB", "0MB", "5XB", "1bit", "999999999999TB"})
  void noSizesOrRates(String text) {
    assertRefused(new BytesConverter(), text);
  }

  @ParameterizedTest
  @CsvSource({"auto,0", "1,1", "64,64"})
  void concurrency(String text, int expected) {
    assertThat(new ConcurrencyConverter().convert(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "65", "-1", "many"})
  void noConcurrency(String text) {
    assertRefused(new ConcurrencyConverter(), text);
  }

  @Test
  void windowMayRunPastMidnight() {
    assertThat(new WindowConverter().convert("18:00-06:30"))
        .isEqualTo(WeekCalendar.parse("Mon-Sun 18:00-06:30"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "18:00", "18:00-18:00", "18-06", "25:00-06:00", "1-2-3"})
  void noWindow(String text) {
    assertRefused(new WindowConverter(), text);
  }

  @Test
  void errorsAsNumberOrShare() {
    MaxErrorsConverter converter = new MaxErrorsConverter();

    assertThat(converter.convert("100")).isEqualTo(new RunLimits.MaxErrors(100, false));
    assertThat(converter.convert("2.5%")).isEqualTo(new RunLimits.MaxErrors(2.5, true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "101%", "1.5", "-1"})
  void noErrors(String text) {
    assertRefused(new MaxErrorsConverter(), text);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-01..2024-12-31,20240101,20241231",
    "20240101..20240101,20240101,20240101",
    "2024-01-01..,20240101,",
    "..2024-12-31,,20241231",
    "2024-06-30,20240630,20240630"
  })
  void studyDates(String text, String from, String to) {
    assertThat(new StudyDates.Converter().convert(text)).isEqualTo(new StudyDates(from, to));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "..", "2024-02-30", "2024-13-01..", "2024-12-31..2024-01-01"})
  void noStudyDates(String text) {
    assertRefused(new StudyDates.Converter(), text);
  }

  @Test
  void transferSyntaxesByListOrUid() {
    TransferSyntaxes.Converter converter = new TransferSyntaxes.Converter();

    assertThat(converter.convert("any").uids()).isNull();
    assertThat(converter.convert("service").uids())
        .isEqualTo(CheckOptions.SERVICE_TRANSFER_SYNTAXES);
    assertThat(converter.convert("1.2.840.10008.1.2, 1.2.3").uids())
        .containsExactlyInAnyOrder("1.2.840.10008.1.2", "1.2.3");
    assertRefused(converter, "jpeg");
    assertRefused(converter, "1.2,,1.3");
  }

  @Test
  void reasonsByWireName() {
    assertThat(new ReasonConverter().convert("no-sop-class")).isEqualTo(Reason.NO_SOP_CLASS);
    assertRefused(new ReasonConverter(), "nonsense");
  }

  private static void assertRefused(ITypeConverter<?> converter, String text) {
    assertThatThrownBy(() -> converter.convert(text)).isInstanceOf(TypeConversionException.class);
  }
}
