package io.github.dcmbulk.sandbox.s3;

/** Errors of the object store, with the status and message of S3. */
enum StoreError {
  ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
  REQUEST_EXPIRED(403, "AccessDenied", "Request has expired"),
  NOT_YET_VALID(403, "AccessDenied", "Request is not valid yet"),
  URL_USED(403, "AccessDenied", "This URL has been used"),
  HEADERS_NOT_SIGNED(
      403, "AccessDenied", "There were headers present in the request which were not signed"),
  INVALID_ACCESS_KEY_ID(
      403,
      "InvalidAccessKeyId",
      "The AWS Access Key Id you provided does not exist in our records."),
  SIGNATURE_DOES_NOT_MATCH(
      403,
      "SignatureDoesNotMatch",
      "The request signature we calculated does not match the signature you provided. Check your"
          + " key and signing method."),
  BAD_QUERY_PARAMETERS(
      400,
      "AuthorizationQueryParametersError",
      "The X-Amz query parameters of the signature are missing or malformed."),
  TWO_AUTH_MECHANISMS(
      400,
      "InvalidArgument",
      "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter or the"
          + " Authorization header should be specified"),
  BAD_DIGEST(400, "BadDigest", "The Content-MD5 you specified did not match what we received."),
  BAD_CHECKSUM(
      400, "BadDigest", "The checksum you specified did not match the calculated checksum."),
  PAYLOAD_MISMATCH(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed."),
  NO_CHECKSUM_FOR_ALGORITHM(
      400,
      "InvalidRequest",
      "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or"
          + " x-amz-trailer headers were found."),
  EXPIRED_TOKEN(400, "ExpiredToken", "The provided token has expired."),
  INVALID_TOKEN(400, "InvalidToken", "The provided token is malformed or otherwise invalid."),
  TIME_SKEWED(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the current time is too large."),
  OPERATION_ABORTED(
      409,
      "OperationAborted",
      "A conflicting conditional operation is currently in progress against this resource."
          + " Please try again."),
  CONDITIONAL_CONFLICT(
      409,
      "ConditionalRequestConflict",
      "The conditional request cannot succeed due to a conflicting operation against this"
          + " resource."),
  PRECONDITION_FAILED(
      412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"),
  NO_SUCH_BUCKET(404, "NoSuchBucket", "The specified bucket does not exist"),
  QUOTA_EXCEEDED(403, "QuotaExceeded", "The quota of this bucket is used up."),
  STORAGE_FULL(507, "InsufficientStorage", "The store has no space left."),
  INVALID_DIGEST(400, "InvalidDigest", "The Content-MD5 you specified was invalid."),
  MISSING_CONTENT_LENGTH(
      411, "MissingContentLength", "You must provide the Content-Length HTTP header."),
  NOT_IMPLEMENTED(
      501, "NotImplemented", "A header you provided implies functionality that is not implemented"),
  ENTITY_TOO_LARGE(
      400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed object size"),
  REQUEST_TIMEOUT(
      400,
      "RequestTimeout",
      "Your socket connection to the server was not read from or written to within the timeout"
          + " period."),
  SLOW_DOWN(503, "SlowDown", "Please reduce your request rate."),
  SERVICE_UNAVAILABLE(503, "ServiceUnavailable", "Service is unable to handle request."),
  INTERNAL_ERROR(500, "InternalError", "We encountered an internal error. Please try again.");

  private final int status;
  private final String code;
  private final String message;

  StoreError(int status, String code, String message) {
    this.status = status;
    this.code = code;
    this.message = message;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }

  /** Outcome for the audit log; distinguishes errors with the same code. */
  String outcome() {
    return this == URL_USED || this == REQUEST_EXPIRED || this == HEADERS_NOT_SIGNED
        ? code + ": " + message
        : code;
  }
}
