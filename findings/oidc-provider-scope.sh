#!/usr/bin/env bash
# oidc-provider 9.13.3 (npm), feature clientCredentials, a client whose only scope is "upload".
# Expected: a client credentials request for scope "other" is answered 400 invalid_scope (RFC 6749 §5.2), or
#           200 with a "scope" that tells what was granted instead: §5.1 makes it REQUIRED where it is not
#           what the client asked for.
# Seen:     200 with a token and without "scope"; by the RFC that reads as "other" granted. The token has no
#           scope at all, as introspection shows.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs node 20, npm, curl, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --no-save oidc-provider@9.13.3 >npm.log 2>&1 || { cat npm.log; exit 2; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat >server.mjs <<EOF
import { Provider } from 'oidc-provider';
new Provider('http://127.0.0.1:$port', {
  clients: [{ client_id: 'c', client_secret: 's', grant_types: ['client_credentials'],
    redirect_uris: [], response_types: [], scope: 'upload' }],
  scopes: ['upload'],
  features: { clientCredentials: { enabled: true }, introspection: { enabled: true },
    devInteractions: { enabled: false } },
}).listen($port, '127.0.0.1');
EOF
node server.mjs >server.log 2>&1 &
pid=$!
url=http://127.0.0.1:$port
for _ in $(seq 240); do
  curl -s -o /dev/null "$url/.well-known/openid-configuration" && break
  kill -0 "$pid" 2>/dev/null || { cat server.log; exit 2; }
  sleep 0.5
done

post() { curl -s -u c:s "$url/$1" -d "$2"; }
show() { python3 -c 'import json, sys; print(json.load(sys.stdin).get(sys.argv[1], "absent"))' "$1"; }
seen=
for scope in upload other; do
  answer=$(post token "grant_type=client_credentials&scope=$scope")
  announced=$(show scope <<<"$answer")
  token=$(show access_token <<<"$answer")
  held=$(post token/introspection "token=$token" | show scope)
  line="asked: $scope, error: $(show error <<<"$answer"), answered scope: $announced, the token's: $held"
  echo "$line"
  seen+="$line;"
done
[ "$seen" = "asked: upload, error: absent, answered scope: upload, the token's: upload;asked: other, \
error: absent, answered scope: absent, the token's: absent;" ]
