package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Pace;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Forecast of a dry run as text. */
public final class ForecastText {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm xxx", Locale.ENGLISH);

  private ForecastText() {}

  /** Prints what follows the instances and studies of a dry run. */
  public static void print(Forecast forecast, PrintWriter out) {
    Duration atLimit = forecast.atLimit();
    Pace pace = forecast.pace();
    out.printf(
        "Amount:           %s, %s%s%n",
        Quantity.bytes(forecast.bytes()),
        Quantity.of(forecast.requests(), "request", "requests"),
        atLimit != null
            ? ", " + Quantity.duration(atLimit) + " at --limit-rate"
            : pace == null ? "; no time estimate yet: give --limit-rate, or run once" : "");
    Duration atLastPace = forecast.atLastPace();
    if (pace != null && atLastPace != null) {
      out.printf(
          "Last run's rate:  about %s, as run %s sent %s at %s/s%n",
          Quantity.duration(atLastPace),
          pace.run(),
          Quantity.of(pace.instances(), "instance", "instances"),
          Quantity.bytes(Math.round(pace.bytes() * 1000.0 / pace.took().toMillis())));
    }
    printWindows(forecast.windows(), out);
    if (forecast.inventory() != null) {
      new InventoryText(out).print(forecast.inventory());
    }
    out.flush();
  }

  private static void printWindows(@Nullable List<Forecast.Window> windows, PrintWriter out) {
    if (windows == null) {
      return;
    } else if (windows.isEmpty()) {
      out.println("Windows:          none in the next seven days");
      return;
    }
    out.printf("Windows:          the next seven days, %s%n", windows.get(0).from().getZone());
    for (Forecast.Window window : windows) {
      out.printf("  %s to %s%n", MINUTE.format(window.from()), MINUTE.format(window.until()));
    }
  }
}
