#compdef dcmbulk
# zsh completion for dcmbulk; generated from its commands, do not edit.

_dcmbulk() {
  local curcontext="$curcontext" state line
  _arguments -C \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      local -a commands=(
        'upload:Find, check and upload files; run it again to continue.'
        'check:Find and check files only; opens no connection and changes no file.'
        'status:Show the content of the journal: totals, incomplete studies, the last runs.'
        'control:Pause, resume, slow down or stop a run from another terminal.'
        'report:Show the status of every file, from the journal.'
        'reconcile:Compare the journal with the source archive'\''s own list of studies.'
        'waive:Take responsibility for what will not be delivered.'
        'verify-receipt:Check receipts: their chain, every file in it, and that none is missing.'
        'explain:Show the result of each check of a file, the reason, and what to do.'
        'doctor:Test the configured service step by step and explain what is wrong.'
        'bench:Measure what this machine, or the service, can do, with synthetic instances.'
        'journal:Create, back up, export, verify, prune or import the journal.'
        'sandbox:A local ingestion service that behaves like the real one, until it is stopped.'
        'sample:Write synthetic DICOM files for tests; no real patients.'
        'config:Show the configuration.'
      )
      _describe -t commands command commands ;;
    rest)
      case $words[1] in
        upload) _dcmbulk_upload ;;
        check) _dcmbulk_check ;;
        status) _dcmbulk_status ;;
        control) _dcmbulk_control ;;
        report) _dcmbulk_report ;;
        reconcile) _dcmbulk_reconcile ;;
        waive) _dcmbulk_waive ;;
        verify-receipt) _dcmbulk_verify-receipt ;;
        explain) _dcmbulk_explain ;;
        doctor) _dcmbulk_doctor ;;
        bench) _dcmbulk_bench ;;
        journal) _dcmbulk_journal ;;
        sandbox) _dcmbulk_sandbox ;;
        sample) _dcmbulk_sample ;;
        config) _dcmbulk_config ;;
      esac ;;
  esac
}

_dcmbulk_upload() {
  _arguments -S \
    '--api-url=[The ingestion service; presigned URLs come from URL/upload.]:URL: ' \
    '--token-url=[The OAuth2 endpoint; tokens come from URL/token.]:URL: ' \
    '--upload-endpoint=[The whole URL that presigned URLs come from, instead of --api-url.]:URL: ' \
    '--token-endpoint=[The whole URL that tokens come from, instead of --token-url.]:URL: ' \
    '--client-id=[The OAuth2 client.]:ID: ' \
    '--client-secret-file=[Its secret; or set DCMBULK_CLIENT_SECRET.]:FILE:_files' \
    '--client-key-file=[Its private key, instead of a secret (private_key_jwt).]:PEM:_files' \
    '--client-key-id=[That key'\''s id.]:ID: ' \
    '--client-assertion-file=[File with an assertion of a workload identity; read for every token.]:FILE:_files' \
    '--refresh-token-file=[A refresh token; or set DCMBULK_REFRESH_TOKEN.]:FILE:_files' \
    '--token-file=[File with an access token; read again when it is refused.]:FILE:_files' \
    '--token-command=[A shell command that prints an access token; run again when it is refused.]:COMMAND: ' \
    '--scope=[The scope to ask for.]:SCOPE: ' \
    '--token-method=[get, post, or auto\: get, then post if the endpoint wants that (default\: auto).]:METHOD:(auto get post)' \
    '--client-auth=[How the secret is sent\: basic, basic-raw (not form-encoded), post (in a form), or auto\: in this order until one is accepted (default\: auto).]:WAY:(auto basic basic-raw post)' \
    '--presign-url-pointer=[Place of the URL in the answer, as JSON Pointer\: /data/url.]:POINTER: ' \
    '*--upload-host=[The only hosts that may receive instances, as *.example.org; repeatable.]:PATTERN: ' \
    '--allow-http[Allow plain http to other machines.]' \
    '--max-attempts=[Attempts per instance (default\: 8).]:N: ' \
    '--max-outage=[How long to wait for an unavailable service (default\: 15m).]:DURATION: ' \
    '*--include=[Include only files that match; repeatable.]:GLOB: ' \
    '*--exclude=[Exclude files that match; repeatable.]:GLOB: ' \
    '--files-from=[Read names from FILE (- for standard input), one a line or NUL separated.]:FILE:_files' \
    '--follow-links[Follow symbolic links.]' \
    '*--modality=[Only these modalities, as CT,MR.]:CODE: ' \
    '--study-date=[Only studies of this day or these, as 2024-01-01..2024-12-31.]:FROM..TO: ' \
    '--studies=[Send only the studies of this list (CSV, QIDO-RS JSON or findscu XML, as for reconcile); hold those whose files name another patient, accession number or date.]:LIST: ' \
    '*--column=[Header of a column in the list; NAME is study, accession, instances, series, date, modality or patient-id. Empty\: do not use it. Repeatable.]:NAME=HEADER: ' \
    '--list-encoding=[Encoding of the list, as UTF-8 or ISO-8859-1 (default\: found out).]:NAME: ' \
    '--send-mismatched[Send mismatched studies too\: their files have other identifiers than the list.]' \
    '--check=[full\: the structure of the whole file; header\: identifiers and encoding only (default\: full).]:DEPTH:(header full)' \
    '--strict[Reject files with warnings, too.]' \
    '*--accept=[Send files with these reasons for rejection, if they can be read and filed.]:REASON:(empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict)' \
    '--transfer-syntax=[What may be sent\: service (its published list), any, or UIDs with commas (default\: service).]:LIST: ' \
    '--limit-read=[Highest rate of reading files, checks included; as --limit-rate.]:RATE: ' \
    '--study-delivery=[For an interrupted or grown study\: whole sends all of it again, incremental what is missing (default\: whole).]:HOW:(whole incremental)' \
    '--study-gap=[Longest pause inside a study that the service still processes together (default\: 60s).]:DURATION: ' \
    '--overwrite-window=[How long the service overwrites a study that comes again; 0\: no wait (default\: 5m).]:DURATION: ' \
    '--min-age=[Hold a study for a later run while its newest file is younger than this.]:DURATION: ' \
    '--on-conflict=[Different files with one SOP Instance UID\: reject, newest or all (default\: reject).]:HOW:(reject newest all)' \
    '--order=[Which study goes next\: found, newest or oldest by study date, list as in --studies; all but found begin when all files are found (default\: found).]:ORDER:(found newest oldest list)' \
    '--priority=[Studies that go before all others\: Study Instance UIDs or accession numbers, one a line; read again when it changes.]:FILE:_files' \
    '--concurrency=[Parallel uploads, at most 64 (default\: auto).]:N|auto: ' \
    '--limit-rate=[Highest rate of sending\: 20MB or 100Mbit; '\''20Mbit during Mon-Fri 07\:00-19\:00; 100Mbit'\''; or '\''07\:00 20Mbit, 19\:00 off'\''.]:RATE: ' \
    '--limit-requests=[Highest number of requests per second\: 50/s.]:N/s: ' \
    '--connect-timeout=[Time limit for opening a connection (default\: 10s).]:DURATION: ' \
    '--read-timeout=[Longest time without data on a connection (default\: 60s).]:DURATION: ' \
    '--proxy=[Proxy to use (default\: $HTTPS_PROXY, $http_proxy).]:URL: ' \
    '--proxy-user=[User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.]:NAME: ' \
    '--proxy-password-file=[File with the password for the proxy.]:FILE:_files' \
    '*--no-proxy=[Hosts to reach without the proxy, separated by commas (default\: $NO_PROXY).]:HOST: ' \
    '--ca-file=[Certificates of authorities to trust in addition to the system'\''s.]:PEM:_files' \
    '--client-cert=[Our certificate chain.]:PEM:_files' \
    '--client-key=[Its private key, PKCS#8, not encrypted.]:PEM:_files' \
    '--http-client=[For trials\: dcmbulk, apache5 or crt; see docs/http-clients.md (default\: dcmbulk).]:CLIENT:(dcmbulk apache5 crt)' \
    '--window=[Upload only then, the rest stays pending\: 18\:00-06\:00, or days as well\: '\''Mon-Fri 18\:00-06\:00, !Tue 00\:00-04\:00'\''.]:CALENDAR: ' \
    '--max-duration=[Start no study after this time; the rest stays pending.]:DURATION: ' \
    '--max-errors=[Stop a run in which more instances than this fail.]:N|N%: ' \
    '--grace=[Time for uploads in progress to finish when the run is stopped (default\: 30s).]:DURATION: ' \
    '--wait-lock=[How long to wait for another run that holds the journal.]:DURATION: ' \
    '--time-zone=[Time zone of --window, --limit-rate and --limit-read where they name none, for example America/New_York (default\: the system'\''s).]:ZONE: ' \
    '--allow-empty[Accept a PATH that lost (nearly) all of its files since the last run.]' \
    '--check-outside-window[Find and check files outside of --window, too (default\: only in the first run).]' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--host-lease=[How long a host keeps its studies without renewing its lease, with a journal in a database (default\: 60s).]:DURATION: ' \
    '--no-wait-hosts[Do not wait for the studies that other hosts are delivering.]' \
    '--url-lifetime=[How long upload URLs are valid that do not say so themselves.]:DURATION: ' \
    '--digest=[md5, or sha256\: a SHA-256 beside the MD5, for journal and reports (default\: md5).]:NAME:(md5 sha256)' \
    '--force[Send again what was already delivered.]' \
    '--retry-failed[Send again what the service refused permanently.]' \
    '--dry-run[Show what would be sent; send nothing.]' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '*--report=[Write a report to FILE (.html, .csv, .json, .jsonl); repeatable.]:FILE:_files' \
    '--progress=[bar\: drawn on the terminal; plain\: a line a minute and at each change of phase; none; json\: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default\: auto).]:HOW:(auto bar plain none json)' \
    '-q[No progress; warnings and the result only.]' \
    '--quiet[No progress; warnings and the result only.]' \
    '--audit-log=[Append a JSON line for every URL issued and every upload; stop if that fails.]:FILE:_files' \
    '--metrics-file=[Keep FILE up to date for the node exporter'\''s textfile collector.]:FILE:_files' \
    '--on-end=[A shell command that is run after the result, with the result'\''s JSON on standard input; it changes no exit code.]:COMMAND: ' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_check() {
  _arguments -S \
    '*--include=[Include only files that match; repeatable.]:GLOB: ' \
    '*--exclude=[Exclude files that match; repeatable.]:GLOB: ' \
    '--files-from=[Read names from FILE (- for standard input), one a line or NUL separated.]:FILE:_files' \
    '--follow-links[Follow symbolic links.]' \
    '*--modality=[Only these modalities, as CT,MR.]:CODE: ' \
    '--study-date=[Only studies of this day or these, as 2024-01-01..2024-12-31.]:FROM..TO: ' \
    '--check=[full\: the structure of the whole file; header\: identifiers and encoding only (default\: full).]:DEPTH:(header full)' \
    '--strict[Reject files with warnings, too.]' \
    '*--accept=[Send files with these reasons for rejection, if they can be read and filed.]:REASON:(empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict)' \
    '--transfer-syntax=[What may be sent\: service (its published list), any, or UIDs with commas (default\: service).]:LIST: ' \
    '--limit-read=[Highest rate of reading files, checks included; as --limit-rate.]:RATE: ' \
    '--time-zone=[Time zone of --window, --limit-rate and --limit-read where they name none, for example America/New_York (default\: the system'\''s).]:ZONE: ' \
    '--output=[text\: a summary; json\: one object with all rows; jsonl or csv\: a row for each file (default\: text).]:FORMAT:(text json jsonl csv)' \
    '--min-age=[Hold studies whose newest file is younger than this, as an upload would.]:DURATION: ' \
    '--progress=[bar\: drawn on the terminal; plain\: a line a minute and at each change of phase; none; json\: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default\: auto).]:HOW:(auto bar plain none json)' \
    '-q[No progress; warnings and the result only.]' \
    '--quiet[No progress; warnings and the result only.]' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_status() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '--incomplete[List every study that is not complete, a line each\: UID, instances delivered, instances missing, why; separated by tabs.]' \
    '--watch[Show it again every two seconds, until the command is stopped.]' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_control() {
  _arguments -S \
    '--now[With pause\: do not wait for studies in progress.]' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_report() {
  _arguments -S \
    '--run=[Report this run; last is the newest (default\: last).]:ID: ' \
    '--all[Report the whole journal.]' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--level=[A row for each file (instance), each study (study), or each month of study dates and modality (month) (default\: instance).]:LEVEL:(instance study month)' \
    '--format=[html, csv, json or jsonl, on standard output; text with --level study or month (default\: csv).]:FORMAT:(html csv json jsonl text)' \
    '--output=[html, csv, json or jsonl, on standard output; text with --level study or month (default\: csv).]:FORMAT:(html csv json jsonl text)' \
    '*--report=[Write a report to FILE (.html, .csv, .json, .jsonl); repeatable.]:FILE:_files' \
    '--receipt=[Write a receipt of every delivered study to DIR, in a chain of digests; later calls add only new or changed studies.]:DIR:_files' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_reconcile() {
  _arguments -S \
    '*--column=[Header of a column in the list; NAME is study, accession, instances, series, date, modality or patient-id. Empty\: do not use it. Repeatable.]:NAME=HEADER: ' \
    '--list-encoding=[Encoding of the list, as UTF-8 or ISO-8859-1 (default\: found out).]:NAME: ' \
    '--expected=[Number of studies in the archive; a shorter list is refused with exit code 4.]:N: ' \
    '--qido=[Ask this DICOMweb server for its studies, in place of LIST.]:URL: ' \
    '--qido-user=[User for it (Basic); the password is in $DCMBULK_QIDO_PASSWORD.]:NAME: ' \
    '--qido-token-file=[File with a bearer token for it.]:FILE:_files' \
    '--allow-http[Allow plain http to other machines.]' \
    '--connect-timeout=[Time limit for opening a connection (default\: 10s).]:DURATION: ' \
    '--read-timeout=[Longest time without data on a connection (default\: 60s).]:DURATION: ' \
    '--proxy=[Proxy to use (default\: $HTTPS_PROXY, $http_proxy).]:URL: ' \
    '--proxy-user=[User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.]:NAME: ' \
    '--proxy-password-file=[File with the password for the proxy.]:FILE:_files' \
    '*--no-proxy=[Hosts to reach without the proxy, separated by commas (default\: $NO_PROXY).]:HOST: ' \
    '--ca-file=[Certificates of authorities to trust in addition to the system'\''s.]:PEM:_files' \
    '--client-cert=[Our certificate chain.]:PEM:_files' \
    '--client-key=[Its private key, PKCS#8, not encrypted.]:PEM:_files' \
    '--http-client=[For trials\: dcmbulk, apache5 or crt; see docs/http-clients.md (default\: dcmbulk).]:CLIENT:(dcmbulk apache5 crt)' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--output=[text, json, jsonl or csv (default\: text).]:FORMAT:(text json jsonl csv)' \
    '*--report=[Also write the result to FILE\: .html is a page to sign, about all runs and the list; .csv, .json and .jsonl hold the studies. Repeatable.]:FILE:_files' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_waive() {
  _arguments -S \
    '--study=[Waive the study with this Study Instance UID.]:UID: ' \
    '--path=[Waive this file.]:FILE:_files' \
    '--reason-code=[Waive all files that are rejected for this reason, as truncated; also conflict, failed and unreadable.]:REASON: ' \
    '--list[List all waivers.]' \
    '--undo=[Take the waiver with this number back.]:ID: ' \
    '--reason=[Why it will not be delivered; needed for a waiver.]:TEXT: ' \
    '--by=[Who takes responsibility (default\: the user'\''s name on this machine).]:NAME: ' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_verify-receipt() {
  _arguments -S \
    '--head=[A head that was printed earlier\: the chain must still contain it.]:HASH: ' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '*:path:_files'
}

_dcmbulk_explain() {
  _arguments -S \
    '--check=[full\: the structure of the whole file; header\: identifiers and encoding only (default\: full).]:DEPTH:(header full)' \
    '--strict[Reject files with warnings, too.]' \
    '*--accept=[Send files with these reasons for rejection, if they can be read and filed.]:REASON:(empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict)' \
    '--transfer-syntax=[What may be sent\: service (its published list), any, or UIDs with commas (default\: service).]:LIST: ' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_doctor() {
  _arguments -S \
    '--api-url=[The ingestion service; presigned URLs come from URL/upload.]:URL: ' \
    '--token-url=[The OAuth2 endpoint; tokens come from URL/token.]:URL: ' \
    '--upload-endpoint=[The whole URL that presigned URLs come from, instead of --api-url.]:URL: ' \
    '--token-endpoint=[The whole URL that tokens come from, instead of --token-url.]:URL: ' \
    '--client-id=[The OAuth2 client.]:ID: ' \
    '--client-secret-file=[Its secret; or set DCMBULK_CLIENT_SECRET.]:FILE:_files' \
    '--client-key-file=[Its private key, instead of a secret (private_key_jwt).]:PEM:_files' \
    '--client-key-id=[That key'\''s id.]:ID: ' \
    '--client-assertion-file=[File with an assertion of a workload identity; read for every token.]:FILE:_files' \
    '--refresh-token-file=[A refresh token; or set DCMBULK_REFRESH_TOKEN.]:FILE:_files' \
    '--token-file=[File with an access token; read again when it is refused.]:FILE:_files' \
    '--token-command=[A shell command that prints an access token; run again when it is refused.]:COMMAND: ' \
    '--scope=[The scope to ask for.]:SCOPE: ' \
    '--token-method=[get, post, or auto\: get, then post if the endpoint wants that (default\: auto).]:METHOD:(auto get post)' \
    '--client-auth=[How the secret is sent\: basic, basic-raw (not form-encoded), post (in a form), or auto\: in this order until one is accepted (default\: auto).]:WAY:(auto basic basic-raw post)' \
    '--presign-url-pointer=[Place of the URL in the answer, as JSON Pointer\: /data/url.]:POINTER: ' \
    '*--upload-host=[The only hosts that may receive instances, as *.example.org; repeatable.]:PATTERN: ' \
    '--allow-http[Allow plain http to other machines.]' \
    '--max-attempts=[Attempts per instance (default\: 8).]:N: ' \
    '--max-outage=[How long to wait for an unavailable service (default\: 15m).]:DURATION: ' \
    '--connect-timeout=[Time limit for opening a connection (default\: 10s).]:DURATION: ' \
    '--read-timeout=[Longest time without data on a connection (default\: 60s).]:DURATION: ' \
    '--proxy=[Proxy to use (default\: $HTTPS_PROXY, $http_proxy).]:URL: ' \
    '--proxy-user=[User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.]:NAME: ' \
    '--proxy-password-file=[File with the password for the proxy.]:FILE:_files' \
    '*--no-proxy=[Hosts to reach without the proxy, separated by commas (default\: $NO_PROXY).]:HOST: ' \
    '--ca-file=[Certificates of authorities to trust in addition to the system'\''s.]:PEM:_files' \
    '--client-cert=[Our certificate chain.]:PEM:_files' \
    '--client-key=[Its private key, PKCS#8, not encrypted.]:PEM:_files' \
    '--http-client=[For trials\: dcmbulk, apache5 or crt; see docs/http-clients.md (default\: dcmbulk).]:CLIENT:(dcmbulk apache5 crt)' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--send[Also send one synthetic instance. It stays in the service, as a study of the patient SAMPLE^DOCTOR.]' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '--audit-log=[Append a JSON line for every URL issued and every upload; stop if that fails.]:FILE:_files' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_bench() {
  _arguments -S \
    '--instances=[Instances to send (default\: 2000).]:N: ' \
    '--size=[Size of each, at most 1GiB (default\: 512KiB).]:SIZE: ' \
    '--service[Send to the configured service; needs --yes, because the studies stay there.]' \
    '--yes[Yes, store synthetic studies in the configured service.]' \
    '--output=[text or json (default\: text).]:FORMAT:(text json)' \
    '--concurrency=[Parallel uploads, at most 64 (default\: auto).]:N|auto: ' \
    '--limit-rate=[Highest rate of sending\: 20MB or 100Mbit; '\''20Mbit during Mon-Fri 07\:00-19\:00; 100Mbit'\''; or '\''07\:00 20Mbit, 19\:00 off'\''.]:RATE: ' \
    '--limit-requests=[Highest number of requests per second\: 50/s.]:N/s: ' \
    '--api-url=[The ingestion service; presigned URLs come from URL/upload.]:URL: ' \
    '--token-url=[The OAuth2 endpoint; tokens come from URL/token.]:URL: ' \
    '--upload-endpoint=[The whole URL that presigned URLs come from, instead of --api-url.]:URL: ' \
    '--token-endpoint=[The whole URL that tokens come from, instead of --token-url.]:URL: ' \
    '--client-id=[The OAuth2 client.]:ID: ' \
    '--client-secret-file=[Its secret; or set DCMBULK_CLIENT_SECRET.]:FILE:_files' \
    '--client-key-file=[Its private key, instead of a secret (private_key_jwt).]:PEM:_files' \
    '--client-key-id=[That key'\''s id.]:ID: ' \
    '--client-assertion-file=[File with an assertion of a workload identity; read for every token.]:FILE:_files' \
    '--refresh-token-file=[A refresh token; or set DCMBULK_REFRESH_TOKEN.]:FILE:_files' \
    '--token-file=[File with an access token; read again when it is refused.]:FILE:_files' \
    '--token-command=[A shell command that prints an access token; run again when it is refused.]:COMMAND: ' \
    '--scope=[The scope to ask for.]:SCOPE: ' \
    '--token-method=[get, post, or auto\: get, then post if the endpoint wants that (default\: auto).]:METHOD:(auto get post)' \
    '--client-auth=[How the secret is sent\: basic, basic-raw (not form-encoded), post (in a form), or auto\: in this order until one is accepted (default\: auto).]:WAY:(auto basic basic-raw post)' \
    '--presign-url-pointer=[Place of the URL in the answer, as JSON Pointer\: /data/url.]:POINTER: ' \
    '*--upload-host=[The only hosts that may receive instances, as *.example.org; repeatable.]:PATTERN: ' \
    '--allow-http[Allow plain http to other machines.]' \
    '--max-attempts=[Attempts per instance (default\: 8).]:N: ' \
    '--max-outage=[How long to wait for an unavailable service (default\: 15m).]:DURATION: ' \
    '--connect-timeout=[Time limit for opening a connection (default\: 10s).]:DURATION: ' \
    '--read-timeout=[Longest time without data on a connection (default\: 60s).]:DURATION: ' \
    '--proxy=[Proxy to use (default\: $HTTPS_PROXY, $http_proxy).]:URL: ' \
    '--proxy-user=[User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.]:NAME: ' \
    '--proxy-password-file=[File with the password for the proxy.]:FILE:_files' \
    '*--no-proxy=[Hosts to reach without the proxy, separated by commas (default\: $NO_PROXY).]:HOST: ' \
    '--ca-file=[Certificates of authorities to trust in addition to the system'\''s.]:PEM:_files' \
    '--client-cert=[Our certificate chain.]:PEM:_files' \
    '--client-key=[Its private key, PKCS#8, not encrypted.]:PEM:_files' \
    '--http-client=[For trials\: dcmbulk, apache5 or crt; see docs/http-clients.md (default\: dcmbulk).]:CLIENT:(dcmbulk apache5 crt)' \
    '--audit-log=[Append a JSON line for every URL issued and every upload; stop if that fails.]:FILE:_files' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_journal() {
  local curcontext="$curcontext" state line
  _arguments -C \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      local -a commands=(
        'init:Create an empty journal, or update the tables of an older one.'
        'backup:Copy the journal to a file, also while a run is writing to it.'
        'export:Write every row of the journal as JSON lines.'
        'verify:Check the journal: its file, its sums, and the delivered files that it lists.'
        'prune:Remove entries of delivered files that no longer exist.'
        'import:Create a new journal from rows of delivered files.'
      )
      _describe -t commands command commands ;;
    rest)
      case $words[1] in
        init) _dcmbulk_journal_init ;;
        backup) _dcmbulk_journal_backup ;;
        export) _dcmbulk_journal_export ;;
        verify) _dcmbulk_journal_verify ;;
        prune) _dcmbulk_journal_prune ;;
        import) _dcmbulk_journal_import ;;
      esac ;;
  esac
}

_dcmbulk_journal_init() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_journal_backup() {
  _arguments -S \
    '--overwrite[Replace FILE if it exists.]' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--progress=[bar\: drawn on the terminal; plain\: a line a minute and at each change of phase; none; json\: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default\: auto).]:HOW:(auto bar plain none json)' \
    '-q[No progress; warnings and the result only.]' \
    '--quiet[No progress; warnings and the result only.]' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_journal_export() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--salvage[Read a damaged journal; skip what cannot be read. Instances of studies that must be sent again completely are written as pending.]' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_journal_verify() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--no-files[Check the journal only, not the files.]' \
    '--progress=[bar\: drawn on the terminal; plain\: a line a minute and at each change of phase; none; json\: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default\: auto).]:HOW:(auto bar plain none json)' \
    '-q[No progress; warnings and the result only.]' \
    '--quiet[No progress; warnings and the result only.]' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_journal_prune() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--older-than=[Only what was delivered longer ago than this.]:DURATION: ' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: '
}

_dcmbulk_journal_import() {
  _arguments -S \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

_dcmbulk_sandbox() {
  _arguments -S \
    '--lake=[Where instances are filed, by study and series, beside the audit log.]:DIR:_files' \
    '--port=[Port on loopback; 0 takes any free one (default\: 0).]:N: ' \
    '--tls[Use HTTPS, with a certificate made for this start and filed in the lake for --ca-file.]' \
    '*--fault=[Fault to simulate, as NAME\[=DURATION\]\[\:RATE\]\[\:xCOUNT\]\[\:+SKIP\]; repeatable. For example slow-down\:10%, reset\:x3, latency=50ms, token-expired\:x1\:+100.]:FAULT: ' \
    '--seed=[The same seed gives the same faults (default\: 1).]:N: ' \
    '--study-gap=[Instances further apart are not processed together (default\: 60s).]:DURATION: ' \
    '--overwrite-window=[A study that is sent again within this time is overwritten; 0\: never (default\: 5m).]:DURATION: ' \
    '--token-lifetime=[How long a token is valid (default\: 1h).]:DURATION: ' \
    '--url-lifetime=[How long a presigned URL is valid (default\: 15m).]:DURATION: ' \
    '*--token-method=[How tokens may be requested (default\: get,post).]:METHOD:(get post)' \
    '--token-algorithm=[How tokens are signed, HS256 or RS256 (default\: HS256).]:NAME:(hs256 rs256)' \
    '*--client-auth=[How the client may show its secret\: basic (encoded as in a form), basic-raw, post (default\: all).]:WAY:(basic basic-raw post)' \
    '--token-path=[Path of the token endpoint (default\: /oauth2/token).]:PATH:_files' \
    '--upload-path=[Path of the presign endpoint (default\: /v1/upload).]:PATH:_files' \
    '--refresh-tokens[Issue and accept refresh tokens.]' \
    '--client-key=[Public key, certificate (PEM) or key set (JSON) of the client, which must then sign for itself (private_key_jwt) instead of using its secret.]:FILE:_files' \
    '--clock-offset=[How far its clock is ahead; behind with a minus sign\: -10m (default\: 0).]:DURATION: ' \
    '--presign-shape=[Shape of the presign answer\: URL, PRESIGNED_URL, PRESIGNED_URL_CAMEL, UPLOAD_URL, UPLOAD_URL_CAMEL, NESTED, JSON_STRING, TEXT (default\: url).]:SHAPE:(url presigned-url presigned-url-camel upload-url upload-url-camel nested json-string text)' \
    '*--signed-header=[A header that every upload must carry; repeatable. Without a value, one that the client works out, such as x-amz-checksum-sha256; a checksum must be that of the instance.]:NAME\[=VALUE\]: ' \
    '--hide-signed-headers[Do not name the signed headers and their values beside the URL.]' \
    '--discard[Verify and audit instances, but keep none\: for load tests.]' \
    '--env-file=[Write the settings of a client (DCMBULK_...= lines) to FILE instead of printing them.]:FILE:_files' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]'
}

_dcmbulk_sample() {
  _arguments -S \
    '--studies=[Write N equal studies for a load test instead of the small mixed archive.]:N: ' \
    '--instances=[Instances in each of these studies (default\: 100).]:N: ' \
    '--size=[Size of each of these instances (default\: 32KiB).]:SIZE: ' \
    '--seed=[Another seed gives other UIDs (default\: 1).]:N: ' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '*:path:_files'
}

_dcmbulk_config() {
  local curcontext="$curcontext" state line
  _arguments -C \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '1: :->command' \
    '*:: :->rest'
  case $state in
    command)
      local -a commands=(
        'show:Show what upload would use, and where each value comes from; no secret is shown.'
      )
      _describe -t commands command commands ;;
    rest)
      case $words[1] in
        show) _dcmbulk_config_show ;;
      esac ;;
  esac
}

_dcmbulk_config_show() {
  _arguments -S \
    '--api-url=[The ingestion service; presigned URLs come from URL/upload.]:URL: ' \
    '--token-url=[The OAuth2 endpoint; tokens come from URL/token.]:URL: ' \
    '--upload-endpoint=[The whole URL that presigned URLs come from, instead of --api-url.]:URL: ' \
    '--token-endpoint=[The whole URL that tokens come from, instead of --token-url.]:URL: ' \
    '--client-id=[The OAuth2 client.]:ID: ' \
    '--client-secret-file=[Its secret; or set DCMBULK_CLIENT_SECRET.]:FILE:_files' \
    '--client-key-file=[Its private key, instead of a secret (private_key_jwt).]:PEM:_files' \
    '--client-key-id=[That key'\''s id.]:ID: ' \
    '--client-assertion-file=[File with an assertion of a workload identity; read for every token.]:FILE:_files' \
    '--refresh-token-file=[A refresh token; or set DCMBULK_REFRESH_TOKEN.]:FILE:_files' \
    '--token-file=[File with an access token; read again when it is refused.]:FILE:_files' \
    '--token-command=[A shell command that prints an access token; run again when it is refused.]:COMMAND: ' \
    '--scope=[The scope to ask for.]:SCOPE: ' \
    '--token-method=[get, post, or auto\: get, then post if the endpoint wants that (default\: auto).]:METHOD:(auto get post)' \
    '--client-auth=[How the secret is sent\: basic, basic-raw (not form-encoded), post (in a form), or auto\: in this order until one is accepted (default\: auto).]:WAY:(auto basic basic-raw post)' \
    '--presign-url-pointer=[Place of the URL in the answer, as JSON Pointer\: /data/url.]:POINTER: ' \
    '*--upload-host=[The only hosts that may receive instances, as *.example.org; repeatable.]:PATTERN: ' \
    '--allow-http[Allow plain http to other machines.]' \
    '--max-attempts=[Attempts per instance (default\: 8).]:N: ' \
    '--max-outage=[How long to wait for an unavailable service (default\: 15m).]:DURATION: ' \
    '*--include=[Include only files that match; repeatable.]:GLOB: ' \
    '*--exclude=[Exclude files that match; repeatable.]:GLOB: ' \
    '--files-from=[Read names from FILE (- for standard input), one a line or NUL separated.]:FILE:_files' \
    '--follow-links[Follow symbolic links.]' \
    '*--modality=[Only these modalities, as CT,MR.]:CODE: ' \
    '--study-date=[Only studies of this day or these, as 2024-01-01..2024-12-31.]:FROM..TO: ' \
    '--studies=[Send only the studies of this list (CSV, QIDO-RS JSON or findscu XML, as for reconcile); hold those whose files name another patient, accession number or date.]:LIST: ' \
    '*--column=[Header of a column in the list; NAME is study, accession, instances, series, date, modality or patient-id. Empty\: do not use it. Repeatable.]:NAME=HEADER: ' \
    '--list-encoding=[Encoding of the list, as UTF-8 or ISO-8859-1 (default\: found out).]:NAME: ' \
    '--send-mismatched[Send mismatched studies too\: their files have other identifiers than the list.]' \
    '--check=[full\: the structure of the whole file; header\: identifiers and encoding only (default\: full).]:DEPTH:(header full)' \
    '--strict[Reject files with warnings, too.]' \
    '*--accept=[Send files with these reasons for rejection, if they can be read and filed.]:REASON:(empty bad-meta dicomdir unsupported-transfer-syntax bad-uid no-sop-class no-sop-instance no-study no-series truncated corrupt too-large changed strict)' \
    '--transfer-syntax=[What may be sent\: service (its published list), any, or UIDs with commas (default\: service).]:LIST: ' \
    '--limit-read=[Highest rate of reading files, checks included; as --limit-rate.]:RATE: ' \
    '--study-delivery=[For an interrupted or grown study\: whole sends all of it again, incremental what is missing (default\: whole).]:HOW:(whole incremental)' \
    '--study-gap=[Longest pause inside a study that the service still processes together (default\: 60s).]:DURATION: ' \
    '--overwrite-window=[How long the service overwrites a study that comes again; 0\: no wait (default\: 5m).]:DURATION: ' \
    '--min-age=[Hold a study for a later run while its newest file is younger than this.]:DURATION: ' \
    '--on-conflict=[Different files with one SOP Instance UID\: reject, newest or all (default\: reject).]:HOW:(reject newest all)' \
    '--order=[Which study goes next\: found, newest or oldest by study date, list as in --studies; all but found begin when all files are found (default\: found).]:ORDER:(found newest oldest list)' \
    '--priority=[Studies that go before all others\: Study Instance UIDs or accession numbers, one a line; read again when it changes.]:FILE:_files' \
    '--concurrency=[Parallel uploads, at most 64 (default\: auto).]:N|auto: ' \
    '--limit-rate=[Highest rate of sending\: 20MB or 100Mbit; '\''20Mbit during Mon-Fri 07\:00-19\:00; 100Mbit'\''; or '\''07\:00 20Mbit, 19\:00 off'\''.]:RATE: ' \
    '--limit-requests=[Highest number of requests per second\: 50/s.]:N/s: ' \
    '--connect-timeout=[Time limit for opening a connection (default\: 10s).]:DURATION: ' \
    '--read-timeout=[Longest time without data on a connection (default\: 60s).]:DURATION: ' \
    '--proxy=[Proxy to use (default\: $HTTPS_PROXY, $http_proxy).]:URL: ' \
    '--proxy-user=[User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.]:NAME: ' \
    '--proxy-password-file=[File with the password for the proxy.]:FILE:_files' \
    '*--no-proxy=[Hosts to reach without the proxy, separated by commas (default\: $NO_PROXY).]:HOST: ' \
    '--ca-file=[Certificates of authorities to trust in addition to the system'\''s.]:PEM:_files' \
    '--client-cert=[Our certificate chain.]:PEM:_files' \
    '--client-key=[Its private key, PKCS#8, not encrypted.]:PEM:_files' \
    '--http-client=[For trials\: dcmbulk, apache5 or crt; see docs/http-clients.md (default\: dcmbulk).]:CLIENT:(dcmbulk apache5 crt)' \
    '--window=[Upload only then, the rest stays pending\: 18\:00-06\:00, or days as well\: '\''Mon-Fri 18\:00-06\:00, !Tue 00\:00-04\:00'\''.]:CALENDAR: ' \
    '--max-duration=[Start no study after this time; the rest stays pending.]:DURATION: ' \
    '--max-errors=[Stop a run in which more instances than this fail.]:N|N%: ' \
    '--grace=[Time for uploads in progress to finish when the run is stopped (default\: 30s).]:DURATION: ' \
    '--wait-lock=[How long to wait for another run that holds the journal.]:DURATION: ' \
    '--time-zone=[Time zone of --window, --limit-rate and --limit-read where they name none, for example America/New_York (default\: the system'\''s).]:ZONE: ' \
    '--allow-empty[Accept a PATH that lost (nearly) all of its files since the last run.]' \
    '--check-outside-window[Find and check files outside of --window, too (default\: only in the first run).]' \
    '--journal=[Journal\: record of what was delivered; a file, or postgresql\://USER@HOST/DATABASE (default\: $XDG_STATE_HOME/dcmbulk/journal.db).]:FILE|URI:_files' \
    '--journal-password-file=[The database'\''s password; or set DCMBULK_JOURNAL_PASSWORD.]:FILE:_files' \
    '--journal-group=[The group whose members share the journal; its directory has mode 2770.]:GROUP: ' \
    '--host-lease=[How long a host keeps its studies without renewing its lease, with a journal in a database (default\: 60s).]:DURATION: ' \
    '--no-wait-hosts[Do not wait for the studies that other hosts are delivering.]' \
    '--url-lifetime=[How long upload URLs are valid that do not say so themselves.]:DURATION: ' \
    '--digest=[md5, or sha256\: a SHA-256 beside the MD5, for journal and reports (default\: md5).]:NAME:(md5 sha256)' \
    '--force[Send again what was already delivered.]' \
    '--retry-failed[Send again what the service refused permanently.]' \
    '--dry-run[Show what would be sent; send nothing.]' \
    '-h[Show this help message and exit.]' \
    '--help[Show this help message and exit.]' \
    '-V[Print version information and exit.]' \
    '--version[Print version information and exit.]' \
    '*--report=[Write a report to FILE (.html, .csv, .json, .jsonl); repeatable.]:FILE:_files' \
    '--progress=[bar\: drawn on the terminal; plain\: a line a minute and at each change of phase; none; json\: events as JSON lines; auto is bar on a terminal, else plain. All on standard error (default\: auto).]:HOW:(auto bar plain none json)' \
    '-q[No progress; warnings and the result only.]' \
    '--quiet[No progress; warnings and the result only.]' \
    '--audit-log=[Append a JSON line for every URL issued and every upload; stop if that fails.]:FILE:_files' \
    '--metrics-file=[Keep FILE up to date for the node exporter'\''s textfile collector.]:FILE:_files' \
    '--log-level=[error, warn, info or debug (default\: warn on standard error, info in a log file).]:LEVEL:(error warn info debug trace)' \
    '--log-file=[Also log to FILE; rotated daily and by size, compressed, pruned.]:FILE:_files' \
    '--log-format=[text or json (default\: text).]:FORMAT:(text json)' \
    '--log-max-size=[Rotate a log file that would grow beyond this (default\: 50MB).]:SIZE: ' \
    '--log-keep=[Delete rotated log files after this long, or beyond 1 GB (default\: 30d).]:DURATION: ' \
    '--debug[Show stack traces of errors.]' \
    '--config=[Configuration file in TOML (default\: $XDG_CONFIG_HOME/dcmbulk/config.toml).]:FILE:_files' \
    '--profile=[Use the table \[profile.NAME\] of the configuration file.]:NAME: ' \
    '*:path:_files'
}

if [ "$funcstack[1]" = _dcmbulk ]; then
  _dcmbulk "$@"
else
  compdef _dcmbulk dcmbulk
fi
