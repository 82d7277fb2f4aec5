package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** What whole runs do is the same where the journal is in a PostgreSQL database. */
class RunsOnPostgresTest {
  @Nested
  class Studies extends StudyRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Growth extends StudyGrowthRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Pauses extends StudyPauseRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Ages extends StudyAgeRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Reports extends ReportedRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class ConflictingFiles extends ConflictRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Uploads extends UploadRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Completeness extends CompletenessTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Sources extends SourceRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }
  }

  @Nested
  class Order extends OrderRunTest {
    @BeforeEach
    void database() throws Exception {
      r.store = TestDatabase.create().store();
    }

    /** The database's clock says when a study may go, and a test cannot move it. */
    @Override
    void aStudyThatHadToWaitTakesItsPlace() {}
  }

  @Nested
  class SharedUploads extends UploadRunTest {
    @BeforeEach
    void database() throws Exception {
      share(r);
    }
  }

  @Nested
  class SharedSources extends SourceRunTest {
    @BeforeEach
    void database() throws Exception {
      share(r);
    }
  }

  @Nested
  class SharedReports extends ReportedRunTest {
    @BeforeEach
    void database() throws Exception {
      share(r);
    }
  }

  @Nested
  class SharedCompleteness extends CompletenessTest {
    @BeforeEach
    void database() throws Exception {
      share(r);
    }
  }

  @Nested
  class SharedConflicts extends ConflictRunTest {
    @BeforeEach
    void database() throws Exception {
      share(r);
    }

    /** The database's clock says when a study may go, and a test cannot move it. */
    @Override
    void allSendsEachTheLaterOnesAfterTheOverwriteWindow() {}

    /** The same. */
    @Override
    void aDryRunExpectsAllVersionsAndTheirDuplicatesAsTheRun() {}

    /** The same. */
    @Override
    void aCopyThatWasNotWholeWhenItWasDeliveredIsSentAgain() {}
  }

  /** The same run, which other processes could join. */
  private static void share(Rehearsal r) throws Exception {
    r.store = TestDatabase.create().store();
    r.hosts =
        new UploadSettings.HostRules(
            Duration.ofMinutes(10),
            true,
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ZERO);
  }
}
