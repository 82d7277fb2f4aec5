#!/usr/bin/env bash
# S3Proxy 2.7.0 (Maven Central, org.gaul:s3proxy, classifier jar-with-dependencies), storage filesystem-nio2.
# Expected: a PUT with "If-None-Match: *" to an object that exists is answered 412 PreconditionFailed, as by
#           AWS S3 since August 2024 (Amazon S3 user guide, "Conditional writes"), or 501 if unsupported.
# Seen:     200 both times; the second PUT replaces the object. A client that relies on the condition to protect
#           an object loses it without a word. S3Proxy 4.1.0 answers 412.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs java, mvn, curl 7.80 or later, python3. Everything lies in a temporary directory, on loopback.
set -euo pipefail

dir=$(mktemp -d)
pid=
trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
cd "$dir"
mvn -B -q dependency:copy -Dartifact=org.gaul:s3proxy:2.7.0:jar:jar-with-dependencies \
  -DoutputDirectory="$dir" >mvn.log 2>&1 || { cat mvn.log; exit 2; }
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
mkdir data
cat >s3proxy.conf <<EOF
s3proxy.authorization=aws-v2-or-v4
s3proxy.endpoint=http://127.0.0.1:$port
s3proxy.identity=identity
s3proxy.credential=credential
jclouds.provider=filesystem-nio2
jclouds.identity=identity
jclouds.credential=credential
jclouds.filesystem.basedir=$dir/data
EOF
java -Xmx256m -jar s3proxy-2.7.0-jar-with-dependencies.jar --properties s3proxy.conf >s3proxy.log 2>&1 &
pid=$!
url=http://127.0.0.1:$port/bucket
for _ in $(seq 240); do
  curl -s -o /dev/null "$url" && break
  kill -0 "$pid" 2>/dev/null || { cat s3proxy.log; exit 2; }
  sleep 0.5
done

s3() { curl -s --aws-sigv4 aws:amz:us-east-1:s3 --user identity:credential -H 'x-amz-content-sha256: UNSIGNED-PAYLOAD' "$@"; }
put() { s3 -o answer.xml -w '%{http_code}' -X PUT -H 'If-None-Match: *' --data-binary "$1" "$url/key"; }

[ "$(s3 -o answer.xml -w '%{http_code}' -X PUT --data-binary '' "$url")" = 200 ] || { cat answer.xml; exit 2; }
first=$(put first)
second=$(put second)
stored=$(s3 "$url/key")
printf 'first PUT: %s, second PUT: %s, stored: %s\n' "$first" "$second" "$stored"
[ "$first $second $stored" = "200 200 second" ]
