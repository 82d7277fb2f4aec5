#!/usr/bin/env bash
# tinyproxy 1.11.1 (Debian 12, package tinyproxy; 1.11.2 of Debian 13 as well) with BasicAuth in its configuration.
# Expected: a CONNECT with a wrong password for the proxy is answered 407 Proxy Authentication Required with
#           Proxy-Authenticate, as one without a password is (RFC 9110 §15.5.8 and §11.7.1).
# Seen:     without a password 407 with Proxy-Authenticate; with a wrong one 401 Unauthorized with
#           WWW-Authenticate, as if the server asked. Who acts by the status blames the server's credentials.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made, 77 if a program is missing.
# Needs tinyproxy, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail
for program in tinyproxy curl python3; do
  command -v "$program" >/dev/null || { echo "skipped: needs $program"; exit 77; }
done

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >"$dir/tinyproxy.conf" <<EOF
Port $port
Listen 127.0.0.1
Allow 127.0.0.1
MaxClients 10
BasicAuth someone right-word
LogFile "$dir/tinyproxy.log"
EOF
tinyproxy -d -c "$dir/tinyproxy.conf" >"$dir/out.txt" 2>&1 &
pid=$!

# The status and the headers that name a login method, of a CONNECT with these credentials.
connect() {
  curl -s -o /dev/null -D - --max-time 20 --proxytunnel -x "http://127.0.0.1:$port" "$@" http://127.0.0.1:9/ |
    tr -d '\r' | grep -iE '^(HTTP/|Proxy-Authenticate|WWW-Authenticate)' || true
}

none=
for _ in $(seq 120); do
  none=$(connect)
  [ -z "$none" ] || break
  kill -0 "$pid" 2>/dev/null || { cat "$dir/out.txt" "$dir/tinyproxy.log"; exit 2; }
  sleep 0.25
done
wrong=$(connect --proxy-user someone:wrong-word)
printf 'without a password:\n%s\nwith a wrong password:\n%s\n' "$none" "$wrong"
case $none in *' 407 '*[Pp]roxy-[Aa]uthenticate*) ;; *) exit 1 ;; esac
case $wrong in *' 401 '*) ;; *) exit 1 ;; esac
grep -qi '^WWW-Authenticate' <<<"$wrong"
