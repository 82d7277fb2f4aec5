#!/usr/bin/env bash
# Keycloak 26.5.6 (Maven Central, org.keycloak:keycloak-quarkus-dist, zip), a confidential client.
# Expected: a token request with a wrong client secret is answered 401 with "error": "invalid_client", the code
#           for a client authentication that failed (RFC 6749 §5.2).
# Seen:     401 with "error": "unauthorized_client", which by the RFC means a client that was authenticated and
#           may not use this grant. A program that acts by the code gives the user wrong advice.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java 17, mvn, unzip, curl, python3. Everything lies in a temporary directory, on loopback. Minutes.
set -euo pipefail

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || { kill "$pid" && wait "$pid" || true; } 2>/dev/null; rm -rf "$dir"' EXIT
cd "$dir"
mvn -B -q dependency:copy -Dartifact=org.keycloak:keycloak-quarkus-dist:26.5.6:zip \
  -DoutputDirectory="$dir" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
unzip -q keycloak-quarkus-dist-26.5.6.zip
cd keycloak-26.5.6
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir -p data/import
cat >data/import/realm.json <<'EOF'
{"realm": "r", "enabled": true, "sslRequired": "none", "clients": [{"clientId": "c", "secret": "right",
  "enabled": true, "publicClient": false, "serviceAccountsEnabled": true, "standardFlowEnabled": false}]}
EOF
JAVA_OPTS_APPEND=-Xmx512m bin/kc.sh start-dev --import-realm --http-port="$port" --http-host=127.0.0.1 \
  --cache=local >../keycloak.log 2>&1 &
pid=$!
url=http://127.0.0.1:$port/realms/r
for _ in $(seq 1200); do
  [ "$(curl -s -o /dev/null -w '%{http_code}' "$url" || true)" = 200 ] && break
  kill -0 "$pid" 2>/dev/null || { cat ../keycloak.log; exit 2; }
  sleep 0.5
done

seen=
for secret in right wrong; do
  status=$(curl -s -o answer.json -w '%{http_code}' -u "c:$secret" -d grant_type=client_credentials \
    "$url/protocol/openid-connect/token")
  error=$(python3 -c 'import json; print(json.load(open("answer.json")).get("error", "none"))')
  echo "$secret secret: $status, error: $error"
  seen+="$status $error;"
done
[ "$seen" = "200 none;401 unauthorized_client;" ]
