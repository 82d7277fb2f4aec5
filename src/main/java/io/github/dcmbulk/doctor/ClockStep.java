package io.github.dcmbulk.doctor;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Compares this machine's clock with those of the hosts that answered. */
final class ClockStep {
  /** Smaller differences are normal between machines. */
  private static final Duration TOLERABLE_SKEW = Duration.ofMinutes(2);

  private ClockStep() {}

  /**
   * Compares the clocks.
   *
   * @param clocks how far each host's clock is ahead of the local one; negative when it is behind
   */
  static StepFinding of(Map<String, Duration> clocks) {
    List<Map.Entry<String, Duration>> off =
        clocks.entrySet().stream()
            .filter(clock -> clock.getValue().abs().compareTo(TOLERABLE_SKEW) > 0)
            .toList();
    if (clocks.isEmpty()) {
      return StepFinding.skipped("clock", "", "no answer contained the service's time");
    } else if (off.isEmpty()) {
      return StepFinding.ok("clock", "", relation(widest(clocks.entrySet()).getValue()));
    } else if (off.size() == clocks.size()) {
      return StepFinding.warning(
          "clock",
          "",
          relation(widest(off).getValue()),
          "set this machine's clock: timedatectl set-ntp true");
    } else {
      Map.Entry<String, Duration> odd = widest(off);
      return StepFinding.warning(
          "clock",
          odd.getKey(),
          relation(odd.getValue()) + " there, and agrees with the other hosts",
          "tell the operators of that host; its date is not used for other hosts");
    }
  }

  private static Map.Entry<String, Duration> widest(Collection<Map.Entry<String, Duration>> of) {
    return of.stream().max(Comparator.comparing(clock -> clock.getValue().abs())).orElseThrow();
  }

  private static String relation(Duration ahead) {
    return ahead.isZero()
        ? "agrees with the service's"
        : "is %d s %s the service's"
            .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "ahead of" : "behind");
  }
}
