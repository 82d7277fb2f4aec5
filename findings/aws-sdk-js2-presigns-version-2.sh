#!/usr/bin/env bash
# AWS SDK for JavaScript 2.1693.0 (npm, aws-sdk, the newest of version 2 in November 2026), getSignedUrl("putObject", ...).
# Expected: a URL of signature version 4 in every region, which is the SDKs' default by the S3 documentation ("Specifying
#           the signature version in request authentication"), and that a parameter that is given is signed or
#           refused. Buckets made after 2020-06-24 do not take version 2 (AWS News Blog, revised plan of 2019).
# Seen:     in us-east-1 and eu-west-1 the URL is of version 2 unless signatureVersion: "v4" is set; in eu-central-1
#           it is of version 4. In the version 2 URL, IfNoneMatch: "*" stands in the query, and the signature is
#           that of a URL without it: nothing protects an object that is there. ContentType stands in the query
#           as well and is signed: the PUT must send that header, which no list in the URL says.
# Users:    dcmbulk sent no Content-Type with version 2 URLs, then application/dicom after SignatureDoesNotMatch; a
#           service that signed another type was refused permanently. It now sends the type of the query
#           (PutHeaders and its test). S3Proxy 4.1.0 takes such a URL with that type and no other.
# Source:   seen here; aws/aws-sdk-js #1703 on headers that end in the query.
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs node 20 and npm. Everything lies in a temporary directory; nothing is sent.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --no-save aws-sdk@2.1693.0 >npm.log 2>&1 || { cat npm.log; exit 2; }
cat >trial.js <<'EOF'
process.env.AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE = '1';
const AWS = require('aws-sdk');

// One time for all, so that equal signatures mean equal strings to sign.
const now = Date.now();
Date.now = () => now;
AWS.util.date.getDate = () => new Date(now);

function sign(region, more) {
  const s3 = new AWS.S3({ region, accessKeyId: 'identity', secretAccessKey: 'secret' });
  return new URL(s3.getSignedUrl('putObject', { Bucket: 'bucket', Key: 'key', Expires: 600, ...more })).searchParams;
}

for (const region of ['us-east-1', 'eu-west-1', 'eu-central-1']) {
  console.log(`${region}: version ${sign(region, {}).has('X-Amz-Signature') ? 4 : 2}`);
}
const plain = sign('us-east-1', {});
for (const more of [{ IfNoneMatch: '*' }, { ContentType: 'application/dicom' }]) {
  const query = sign('us-east-1', more);
  const added = [...query.keys()].filter((name) => !plain.has(name)).join();
  console.log(`${added} in the query, ${query.get('Signature') === plain.get('Signature') ? 'not signed' : 'signed'}`);
}
EOF
node trial.js 2>/dev/null | tee seen.txt
printf '%s\n' 'us-east-1: version 2' 'eu-west-1: version 2' 'eu-central-1: version 4' \
  'If-None-Match in the query, not signed' 'Content-Type in the query, signed' | cmp -s - seen.txt
