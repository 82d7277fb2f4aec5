#!/usr/bin/env bash
# AWS SDK for JavaScript 3.1169.0 (npm, @aws-sdk/client-s3 and s3-request-presigner, the newest in November 2026).
# Expected: getSignedUrl for a PutObjectCommand without Body gives a URL for whatever is put there later; the AWS SDK
#           for Java 2 (2.59.1, S3Presigner) signs nothing about the body then.
# Seen:     the URL has x-amz-checksum-crc32=AAAAAA==, the CRC-32 of no bytes, and x-amz-sdk-checksum-algorithm=CRC32,
#           both signed. S3 compares them with what it gets: only an empty object fits. It has been so since
#           3.729.0; requestChecksumCalculation: "WHEN_REQUIRED" leaves both out.
# Users:    dcmbulk looks for such a URL before it sends, ends with exit 4, and names the setting for the service's
#           operators (PutHeaders.fixedForEmptyBody). Ceph, S3Mock, S3Proxy and Swift take such URLs
#           (docs/compatibility.md), so that a trial with them does not show it.
# Source:   aws/aws-sdk-js-v3 #6994; seaweedfs/seaweedfs #10216 (a store that compares).
# Exits 0 while that is so, 1 if it has changed, 2 if the trial could not be made.
# Needs node 20 and npm. Everything lies in a temporary directory; nothing is sent.
set -euo pipefail

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --no-audit --no-fund --no-save @aws-sdk/client-s3@3.1169.0 @aws-sdk/s3-request-presigner@3.1169.0 \
  >npm.log 2>&1 || { cat npm.log; exit 2; }
cat >trial.mjs <<'EOF'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

const settings = {
  region: 'eu-west-1',
  credentials: { accessKeyId: 'identity', secretAccessKey: 'secret' },
};
for (const requestChecksumCalculation of [undefined, 'WHEN_REQUIRED']) {
  const client = new S3Client({ ...settings, requestChecksumCalculation });
  const url = new URL(
    await getSignedUrl(client, new PutObjectCommand({ Bucket: 'bucket', Key: 'key' }), { expiresIn: 600 }));
  const checksums = [...url.searchParams]
    .filter(([name]) => name.includes('checksum')).map((pair) => pair.join('=')).sort();
  console.log(`${requestChecksumCalculation ?? 'default'}: ${checksums.join(' ') || 'no checksum'}`);
}
EOF
node trial.mjs 2>/dev/null | tee seen.txt
printf '%s\n' 'default: x-amz-checksum-crc32=AAAAAA== x-amz-sdk-checksum-algorithm=CRC32' \
  'WHEN_REQUIRED: no checksum' | cmp -s - seen.txt
