package io.github.dcmbulk.journal.store;

import java.util.List;

/**
 * The statements that make the journal's tables, in SQLite's SQL; {@link PostgresSchema} translates
 * them. A file's row is small: directories, studies and series have rows of their own, an ETag that
 * equals the MD5 is not stored. Totals are stored as well, so that no query has to count ten
 * million rows.
 */
final class Tables {
  /** Facts that a run records about itself. Later runs do not change them. */
  static final String RUN_FACT =
      """
      CREATE TABLE run_fact(
        run INTEGER NOT NULL,
        topic TEXT NOT NULL,               -- environment, option, count, rejection, change, progress
        name TEXT NOT NULL,
        value TEXT NOT NULL,
        PRIMARY KEY(run, topic, name)
      ) WITHOUT ROWID\
      """;

  static final String SAMPLE =
      """
      CREATE TABLE sample(
        run INTEGER NOT NULL,
        at INTEGER NOT NULL,               -- ms; end of the interval of the mean
        in_flight REAL NOT NULL,           -- instances in flight, mean
        PRIMARY KEY(run, at)
      ) WITHOUT ROWID\
      """;

  /** Finds the few unfinished studies among millions. */
  static final String STUDY_UNFINISHED =
      "CREATE INDEX study_unfinished ON study(id) WHERE " + Schema.IS_UNFINISHED;

  /** Finds rejected and unreadable files of a directory. */
  static final String FILE_NOT_SENDABLE =
      "CREATE INDEX file_not_sendable ON file(dir) WHERE state IN (8, 11)";

  static final String DIR_BY_STUDY =
      "CREATE INDEX dir_by_study ON dir(study) WHERE study IS NOT NULL";

  /** How many files each root held when it was last walked. */
  static final String SOURCE =
      """
      CREATE TABLE source(
        root BLOB PRIMARY KEY,             -- absolute, the bytes of the file system
        files INTEGER NOT NULL
      ) WITHOUT ROWID\
      """;

  /** Values of the journal as a whole. */
  static final String SETTING =
      """
      CREATE TABLE setting(
        name TEXT PRIMARY KEY,             -- digest-key: random key of the digests in series
        value BLOB NOT NULL
      ) WITHOUT ROWID\
      """;

  /** Waivers. Undone ones are kept for reports. */
  static final String WAIVER =
      """
      CREATE TABLE waiver(
        id INTEGER PRIMARY KEY,
        study TEXT,                        -- Study Instance UID; either study, path or code is set
        path BLOB,                         -- a file, absolute
        code TEXT,                         -- a reason of rejection
        reason TEXT NOT NULL,
        waived_by TEXT NOT NULL,
        at INTEGER NOT NULL,               -- ms
        undone_by TEXT,
        undone_at INTEGER                  -- ms; null: in force
      )\
      """;

  static final String FILE_BY_SERIES =
      "CREATE INDEX IF NOT EXISTS file_by_series ON file(series) WHERE series IS NOT NULL";

  static final String FILE_BY_INSTANCE =
      "CREATE INDEX IF NOT EXISTS file_by_instance ON file(sop_uid) WHERE sop_uid IS NOT NULL";

  /** All tables and their indexes, in the order in which they are created. */
  static final List<String> ALL =
      List.of(
          """
    CREATE TABLE run(
      id INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      started INTEGER NOT NULL,          -- ms since 1970
      finished INTEGER,
      exit INTEGER,
      uploaded INTEGER,                  -- instances, once finished
      profile TEXT NOT NULL              -- the options that change the result of checks
    )\
    """,
          """
    CREATE TABLE dir(
      id INTEGER PRIMARY KEY,
      path BLOB NOT NULL UNIQUE,
      run INTEGER,                       -- last run that listed all of it
      study INTEGER                      -- study of the files whose own cannot be read
    )\
    """,
          """
    CREATE TABLE study(
      id INTEGER PRIMARY KEY,
      uid TEXT NOT NULL UNIQUE,
      date TEXT,                         -- (0008,0020)
      newest INTEGER NOT NULL,           -- modification time of its newest file, ns
      delivery INTEGER NOT NULL DEFAULT 0, -- number of the last delivery begun; 0: none
      last_put INTEGER,                  -- ms; when the service may have stored something of it
                                         -- last; while a delivery runs, up to a second behind
      complete INTEGER NOT NULL DEFAULT 0, -- result of that delivery: 0 not complete, 1 complete,
                                         -- 2 ended by a pause, 3 sent in parts that the service
                                         -- does not join, 4 possibly overwritten
      sent INTEGER NOT NULL DEFAULT 0,   -- instances uploaded in that delivery
      pending INTEGER NOT NULL DEFAULT 0,
      uploaded INTEGER NOT NULL DEFAULT 0,
      duplicate INTEGER NOT NULL DEFAULT 0,
      conflict INTEGER NOT NULL DEFAULT 0,
      held INTEGER NOT NULL DEFAULT 0,
      failed INTEGER NOT NULL DEFAULT 0,
      rejected INTEGER NOT NULL DEFAULT 0,
      unreadable INTEGER NOT NULL DEFAULT 0,
      first_seen INTEGER,                -- ms; start of the run that found it first
      stored_at INTEGER,                 -- ms; latest time of that delivery at which the service
                                         -- has certainly stored an instance; null: unknown
      clock_ahead INTEGER,               -- ms; service's clock minus the clock of last_put and
                                         -- stored_at; null: unknown
      hold_until INTEGER,                -- ms; end of the wait for --min-age
      hold_file INTEGER,                 -- the file that is too young
      place INTEGER                      -- in the last list that gave the order; null: not in it
    )\
    """,
          STUDY_UNFINISHED,
          DIR_BY_STUDY,
          """
    CREATE TABLE series(
      id INTEGER PRIMARY KEY,
      study INTEGER,                     -- null where a rejected file names none
      uid TEXT, modality TEXT, sop_class TEXT, transfer_syntax TEXT,
      accession INTEGER,                 -- keyed digest of (0008,0050); 0: none; null: unknown
      patient INTEGER,                   -- keyed digest of (0010,0020); 0: none; null: unknown
      date TEXT                          -- (0008,0020); empty: none; null: unknown
    )\
    """,
          "CREATE INDEX series_by_study ON series(study, uid)",
          """
    CREATE TABLE file(
      id INTEGER PRIMARY KEY,
      dir INTEGER NOT NULL,
      name BLOB NOT NULL,
      size INTEGER NOT NULL,
      modified INTEGER NOT NULL,         -- ns since 1970
      state INTEGER NOT NULL,            -- StateCode
      series INTEGER,
      sop_uid TEXT,
      run INTEGER NOT NULL,              -- last run that changed the row
      md5 BLOB,
      uploaded_at INTEGER,               -- ms
      delivery INTEGER,                  -- number of the study's delivery that sent it
      attempts INTEGER,
      etag TEXT,                         -- only where it is not the MD5
      reason TEXT,
      warnings TEXT,                     -- names as in reports, comma separated
      gone INTEGER,                      -- 1: delivered, and the file does not exist any more
      sha256 BLOB,                       -- only if an option asked for it
      object_key TEXT,                   -- if the service named it
      sent_run INTEGER,                  -- the run that uploaded it
      arrived INTEGER                    -- ns; earliest time since when the file is known to be
                                         -- unchanged; null: its modification time
    )\
    """,
          "CREATE UNIQUE INDEX file_by_name ON file(dir, name)",
          FILE_BY_SERIES,
          FILE_BY_INSTANCE,
          FILE_NOT_SENDABLE,
          """
    CREATE TABLE tally(
      state INTEGER NOT NULL,
      reason TEXT NOT NULL,              -- only for rejections, else empty
      files INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      PRIMARY KEY(state, reason)
    ) WITHOUT ROWID\
    """,
          """
    CREATE TABLE queue(
      study INTEGER PRIMARY KEY,         -- a study with something to send in this run
      seen INTEGER NOT NULL,             -- number of the directory it was last seen in
      due INTEGER NOT NULL               -- ms; not sent before
    )\
    """,
          "CREATE INDEX queue_by_seen ON queue(seen)",
          RUN_FACT,
          SAMPLE,
          SOURCE,
          SETTING,
          WAIVER);

  private Tables() {}
}
