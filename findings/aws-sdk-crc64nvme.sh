#!/usr/bin/env bash
# AWS SDK for Java 2.57.8 (Maven Central, software.amazon.awssdk:checksums).
# Expected: the module that names CRC64NVME in DefaultChecksumAlgorithm computes it, as it computes CRC32,
#           CRC32C, SHA1 and SHA256 with no further dependency; it is the checksum that S3 adds by default.
# Seen:     SdkChecksum.forAlgorithm(CRC64NVME) throws a RuntimeException at run time that asks for the
#           native module software.amazon.awssdk.crt:aws-crt; the other four need nothing.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17 (with jshell's compiler) and mvn. Everything lies in a temporary directory.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat >pom.xml <<'EOF'
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>trial</groupId><artifactId>trial</artifactId><version>1</version><dependencies><dependency>
<groupId>software.amazon.awssdk</groupId><artifactId>checksums</artifactId><version>2.57.8</version>
</dependency></dependencies></project>
EOF
mvn -B -q dependency:copy-dependencies -DoutputDirectory="$dir/jars" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
cat >Trial.java <<'EOF'
import software.amazon.awssdk.checksums.DefaultChecksumAlgorithm;
import software.amazon.awssdk.checksums.SdkChecksum;
import software.amazon.awssdk.checksums.spi.ChecksumAlgorithm;

class Trial {
  public static void main(String[] arguments) {
    for (ChecksumAlgorithm algorithm :
        new ChecksumAlgorithm[] {
          DefaultChecksumAlgorithm.CRC32, DefaultChecksumAlgorithm.CRC32C,
          DefaultChecksumAlgorithm.SHA1, DefaultChecksumAlgorithm.SHA256,
          DefaultChecksumAlgorithm.CRC64NVME
        }) {
      String outcome;
      try {
        SdkChecksum.forAlgorithm(algorithm).update(new byte[] {1, 2, 3});
        outcome = "computed";
      } catch (RuntimeException | LinkageError e) {
        outcome = String.valueOf(e.getMessage());
      }
      System.out.println(algorithm.algorithmId() + ": " + outcome);
    }
  }
}
EOF
java -cp "jars/*" Trial.java 2>/dev/null | tee seen.txt
[ "$(grep -c ': computed$' seen.txt)" = 4 ] && grep -q '^CRC64NVME: .*aws-crt' seen.txt
