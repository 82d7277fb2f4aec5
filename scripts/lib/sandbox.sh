# Starts a sandbox and waits until it answers, for scripts in bash; sandboxes.py is the same for Python.
# prepare-start has these lines of its own: it is shipped without this directory.
# shellcheck shell=bash

# start_sandbox DIRECTORY COMMAND...: runs the command (the launcher with `sandbox` and its options) with its
# lake in the directory. Sets `sandbox`, its process ID; DIRECTORY/sandbox.env then holds the variables that
# reach it. Fails if it ends before it answers; the reason is in DIRECTORY/sandbox.err.
start_sandbox() {
  local directory=$1
  shift
  rm -f "$directory/sandbox.env"
  "$@" --lake "$directory/lake" --env-file "$directory/sandbox.env" \
    >"$directory/sandbox.out" 2>"$directory/sandbox.err" &
  sandbox=$!
  # The file appears complete, when the sandbox answers.
  until [ -s "$directory/sandbox.env" ]; do
    kill -0 "$sandbox" 2>/dev/null || return 1
    sleep 0.1
  done
}

stop_sandbox() {
  if [ -n "${sandbox:-}" ]; then
    kill "$sandbox" 2>/dev/null || true
    wait "$sandbox" 2>/dev/null || true
    sandbox=
  fi
}
