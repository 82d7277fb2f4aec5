#!/usr/bin/env bash
# node_exporter 1.5.0 (Debian 12, package prometheus-node-exporter), textfile collector, two files with one series.
# Expected: files of two jobs that write the same metric without labels are an error that is seen at once: a failed
#           scrape, or node_textfile_scrape_error 1, which stands for a file that cannot be used.
# Seen:     the value of the file whose name sorts first is served, with status 200 and
#           node_textfile_scrape_error 0. The other's is dropped: its exit code 1 is not there. Only the
#           exporter's own log says so. 1.9.0 (Debian 13) does the same.
# Users:    docs/monitoring.md asked for one file for each journal, so that one of two jobs was not watched. Each
#           sample now has the label "file", which is the name of its file (MetricsFile and its test).
# Source:   seen here; prometheus/node_exporter #1600 and #1885 are about other causes of the same message.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs prometheus-node-exporter, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail
for program in prometheus-node-exporter curl python3; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir "$dir/text"

# What a job writes: its file, labels, exit code.
job() {
  printf '# HELP trial_exit_code Exit code.\n# TYPE trial_exit_code gauge\ntrial_exit_code%s %s\n' "$2" "$3" >"$dir/text/$1"
}

job a.prom '' 0
job b.prom '' 1
prometheus-node-exporter --collector.disable-defaults --collector.textfile \
  --collector.textfile.directory="$dir/text" --web.listen-address="127.0.0.1:$port" >"$dir/log.txt" 2>&1 &
pid=$!
for _ in $(seq 120); do
  curl -s -o /dev/null "http://127.0.0.1:$port/" && break
  kill -0 "$pid" 2>/dev/null || { cat "$dir/log.txt"; exit 2; }
  sleep 0.25
done

# Status, and the samples that matter, of one scrape.
scrape() {
  curl -s -o "$dir/answer.txt" -w 'status %{http_code}\n' "http://127.0.0.1:$port/metrics"
  grep -E '^(trial_exit_code|node_textfile_scrape_error)' "$dir/answer.txt" | LC_ALL=C sort
}

prometheus-node-exporter --version 2>&1 | head -1
same=$(scrape)
job a.prom '{file="a.prom"}' 0
job b.prom '{file="b.prom"}' 1
labelled=$(scrape)
printf 'without labels:\n%s\nwith a label:\n%s\n' "$same" "$labelled"
[ "$same" = "$(printf '%s\n' 'status 200' 'node_textfile_scrape_error 0' 'trial_exit_code 0')" ] &&
  grep -q 'collected before with the same name and label values' "$dir/log.txt" &&
  [ "$(grep -c '^trial_exit_code' <<<"$labelled")" = 2 ]
