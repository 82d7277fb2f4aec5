package io.github.dcmbulk.journal.write.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UidFilterTest {
  private static final int UIDS = 100_000;

  private static String uid(String root, int number) {
    return root + number;
  }

  @Test
  void everyUidThatWasAddedIsRecognised() {
    UidFilter filter = new UidFilter();
    for (int i = 0; i < UIDS; i++) {
      filter.addedBefore(uid("1.2.840.113619.2.55.3.604688119.971.1", i));
    }
    for (int i = 0; i < UIDS; i++) {
      assertThat(filter.addedBefore(uid("1.2.840.113619.2.55.3.604688119.971.1", i))).isTrue();
    }
  }

  @Test
  void amongAHundredThousandAlmostNoneIsReportedAsKnown() {
    UidFilter filter = new UidFilter();
    int taken = 0;
    for (int i = 0; i < UIDS; i++) {
      taken += filter.addedBefore(uid("2.25.10000000000000000000001300000000000", i)) ? 1 : 0;
    }
    assertThat(taken).isLessThan(3);
  }
}
