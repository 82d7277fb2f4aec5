package io.github.dcmbulk.metrics;

/**
 * The metrics, in the order of the file. Names and units follow Prometheus' conventions; they are
 * an interface. Each label has few values.
 */
enum Family {
  BUILD_INFO("dcmbulk_build_info", "gauge", "The version that wrote this file."),
  RUN_ACTIVE("dcmbulk_run_active", "gauge", "Whether a run is in progress."),
  RUN_START("dcmbulk_run_start_timestamp_seconds", "gauge", "When the latest run began."),
  RUN_END(
      "dcmbulk_run_end_timestamp_seconds", "gauge", "When a run last ended, or could not begin."),
  RUN_DURATION("dcmbulk_run_duration_seconds", "gauge", "How long the latest run took so far."),
  EXIT_CODE("dcmbulk_run_exit_code", "gauge", "Exit code of the run that ended last."),
  LAST_SUCCESS(
      "dcmbulk_last_success_timestamp_seconds",
      "gauge",
      "When a run last delivered everything that can be sent (exit code 0 or 6)."),
  FILES("dcmbulk_files", "gauge", "Files that the latest run found, by what they are."),
  INSTANCES("dcmbulk_instances", "gauge", "Instances that the latest run found, by state."),
  REJECTED("dcmbulk_rejected_files", "gauge", "Files that the latest run rejected, by reason."),
  STUDIES("dcmbulk_studies", "gauge", "Studies that the latest run found, by state at its end."),
  OLDEST(
      "dcmbulk_oldest_undelivered_study_timestamp_seconds",
      "gauge",
      "When the oldest study was found that is not delivered yet; 0 for none."),
  SOURCE_EMPTY(
      "dcmbulk_source_empty",
      "gauge",
      "Sources in which the latest run found (nearly) none of the files that it knew."),
  SHARED_PROCESSES(
      "dcmbulk_shared_processes", "gauge", "Processes that share the latest run and are alive."),
  SHARED_DIRECTORIES(
      "dcmbulk_shared_directories",
      "gauge",
      "Directories that the processes of the latest run found, by state."),
  PROCESS_FILES(
      "dcmbulk_process_files", "gauge", "Files that this process found in the latest shared run."),
  PROCESS_STUDIES(
      "dcmbulk_process_studies",
      "gauge",
      "Studies that this process is delivering in the latest shared run."),
  PROCESS_INSTANCES(
      "dcmbulk_process_instances",
      "gauge",
      "Instances that this process delivered in the latest shared run."),
  PROCESS_BYTES(
      "dcmbulk_process_bytes",
      "gauge",
      "Bytes that this process delivered in the latest shared run."),
  RUNS("dcmbulk_runs_total", "counter", "Runs that ended, or could not begin, by exit code."),
  UPLOADED(
      "dcmbulk_uploaded_instances_total",
      "counter",
      "Instances uploaded, those sent again with their study included."),
  UPLOADED_BYTES("dcmbulk_uploaded_bytes_total", "counter", "Bytes of the instances uploaded."),
  REQUESTS("dcmbulk_requests_total", "counter", "Requests made, by step and result."),
  RETRIES(
      "dcmbulk_retries_total",
      "counter",
      "Presigned URLs requested after an instance's first one.");

  private final String metric;
  private final String type;
  private final String help;

  Family(String metric, String type, String help) {
    this.metric = metric;
    this.type = type;
    this.help = help;
  }

  /** Name of a sample without labels. */
  String metric() {
    return metric;
  }

  /** Name of a sample with a label. */
  String with(String label, String value) {
    return metric + "{" + label + "=\"" + escaped(value) + "\"}";
  }

  /** The HELP and TYPE lines. */
  String heading() {
    return "# HELP " + metric + " " + help + "\n# TYPE " + metric + " " + type + "\n";
  }

  /** Whether a sample of that name belongs to this family. */
  boolean holds(String sample) {
    return sample.equals(metric) || sample.startsWith(metric + "{");
  }

  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
