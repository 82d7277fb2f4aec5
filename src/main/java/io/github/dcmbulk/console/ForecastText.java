package io.github.dcmbulk.console;

import io.github.dcmbulk.model.Forecast;
import java.io.PrintWriter;
import java.time.Duration;

/** What an upload would take, for people. */
public final class ForecastText {
  private ForecastText() {}

  /** Prints what follows the instances and studies of a dry run. */
  public static void print(Forecast forecast, PrintWriter out) {
    Duration atLimit = forecast.atLimit();
    out.printf(
        "At most:          %s, %s%s%n",
        Quantity.bytes(forecast.bytes()),
        Quantity.of(forecast.requests(), "request", "requests"),
        atLimit == null
            ? "; --limit-rate would tell how long that takes"
            : ", " + Quantity.duration(atLimit) + " at --limit-rate");
    out.flush();
  }
}
