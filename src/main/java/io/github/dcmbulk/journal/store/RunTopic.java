package io.github.dcmbulk.journal.store;

/** Topics in the table {@code run_fact}. */
public final class RunTopic {
  /** Where it runs. */
  public static final String ENVIRONMENT = "environment";

  /** Its options. */
  public static final String OPTION = "option";

  /** Its result in numbers. */
  public static final String COUNT = "count";

  /** Its rejected files by reason. */
  public static final String REJECTION = "rejection";

  /** What users changed during the run, by time. */
  public static final String CHANGE = "change";

  /** Its progress, while it runs. */
  public static final String PROGRESS = "progress";

  private RunTopic() {}

  /**
   * The name of a value that each process of a run has.
   *
   * @param process the process; 0 if the run has only one
   */
  public static String of(long process, String name) {
    return process == 0 ? name : process + ":" + name;
  }
}
