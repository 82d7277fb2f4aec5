#!/usr/bin/env bash
# Bucket4j 8.19.0 (Maven Central, com.bucket4j:bucket4j_jdk17-core, the newest in November 2026).
# Expected: a bucket of bytes for a line of 10 Gbit/s: refillGreedy takes a long and a Duration.
# Seen:     more than one token a nanosecond, that is 1 GB/s where a token is a byte, is refused with an
#           IllegalArgumentException when the limit is added, whatever the period.
# Users:    `dcmbulk upload --limit-rate 10Gbit` ended with exit 1, "unexpected: IllegalStateException". A token now
#           stands for several bytes where that is needed (RateLimiter, and its test with rates above 1 GB/s).
# Source:   seen here; the same in Aiven-Open/tiered-storage-for-apache-kafka #706, hiero-mirror-node #9977.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 (with jshell's compiler) and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
mvn -B -q dependency:copy -Dartifact=com.bucket4j:bucket4j_jdk17-core:8.19.0 -DoutputDirectory="$dir/jars" \
  >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'EOF'
import io.github.bucket4j.Bucket;
import java.time.Duration;

class Trial {
  public static void main(String[] arguments) {
    for (long rate : new long[] {1_000_000_000L, 1_250_000_000L}) {
      for (Duration period : new Duration[] {Duration.ofSeconds(1), Duration.ofMinutes(1)}) {
        long tokens = rate * period.toSeconds();
        String outcome = "built";
        try {
          Bucket.builder()
              .addLimit(limit -> limit.capacity(rate).refillGreedy(tokens, period))
              .build();
        } catch (IllegalArgumentException e) {
          outcome = e.getMessage();
        }
        System.out.println(rate + " tokens/s, by " + period + ": " + outcome);
      }
    }
  }
}
EOF
java -cp "jars/*" Trial.java 2>/dev/null | tee seen.txt
[ "$(grep -c '^1000000000 .*: built$' seen.txt)" = 2 ] &&
  [ "$(grep -c '^1250000000 .*not permitted.*1 token/nanosecond' seen.txt)" = 2 ]
