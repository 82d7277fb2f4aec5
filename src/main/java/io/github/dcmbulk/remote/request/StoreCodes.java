package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to do about each error code in a store's answer to a PUT. The code has precedence over the
 * status: S3 answers an expired session token with 400, and a conflict that must only be repeated
 * with 409. Sources: Amazon S3 API Reference, "Error responses", list of error codes; Ceph RGW
 * ({@code rgw_http_s3_errors}); MinIO ({@code cmd/api-errors.go}); Google Cloud Storage, "HTTP
 * status and error codes for XML"; Azure Storage, "Common REST API error codes" and "Blob Storage
 * error codes"; Alibaba Cloud OSS, "Error codes". The status decides for other codes.
 */
final class StoreCodes {
  private static final Map<String, Entry> CODES = new HashMap<>();

  private record Entry(Kind kind, @Nullable String meaning) {}

  static {
    throttling();
    again();
    freshUrl();
    signatures();
    buckets();
    keys();
    accounts();
    space();
    requests();
  }

  private StoreCodes() {}

  /** The store is throttling. */
  private static void throttling() {
    put(Kind.THROTTLED, "SlowDown", "Throttling", "ThrottlingException", "TooManyRequests");
    put(Kind.THROTTLED, "RequestLimitExceeded", "BandwidthLimitExceeded");
    // MinIO.
    put(Kind.THROTTLED, "SlowDownRead", "SlowDownWrite", "XMinioRequestTimedout");
    // Google Cloud Storage.
    put(Kind.THROTTLED, "RateLimitExceeded", "UserRateLimitExceeded");
    // Azure.
    put(Kind.THROTTLED, "ServerBusy");
    // OSS.
    put(Kind.THROTTLED, "QpsLimitExceeded", "UploadTrafficRateLimitExceeded");
    put(Kind.THROTTLED, "TotalTrafficRateLimitExceeded");
  }

  /** Temporary: repeat the request. */
  private static void again() {
    put(Kind.TRANSIENT, "RequestTimeout", "IncompleteBody", "OperationTimedOut");
    put(Kind.TRANSIENT, "OperationAborted", "ConditionalRequestConflict");
    put(Kind.UNAVAILABLE, "InternalError", "ServiceUnavailable", "InternalFailure");
    put(Kind.UNAVAILABLE, "XMinioServerNotInitialized", "XMinioBackendDown");
    put(Kind.UNAVAILABLE, "XMinioWriteQuorum", "XMinioReadQuorum", "BackendError");
    put(Kind.BAD_DIGEST, "BadDigest", "Md5Mismatch", "Crc64Mismatch", "CrcMismatch");
    put(Kind.BAD_DIGEST, "XAmzContentSHA256Mismatch", "XAmzContentChecksumMismatch");
  }

  /** The credentials that signed the URL are no longer valid: the next URL may be. */
  private static void freshUrl() {
    String ended = "the temporary key that signs the URLs has expired or is not valid";
    signer(ended, "ExpiredToken", "InvalidToken", "TokenRefreshRequired");
    signer(ended, "SecurityTokenExpired", "InvalidSecurityToken");
  }

  private static void signatures() {
    put(Kind.SIGNATURE, "SignatureDoesNotMatch", "RequestTimeTooSkewed");
    put(Kind.SIGNATURE, "AuthenticationFailed");
  }

  private static void buckets() {
    store("the bucket that the URLs point to does not exist", "NoSuchBucket", "ContainerNotFound");
    store("the URLs name no possible bucket", "InvalidBucketName");
    store("the URLs point to the wrong region or endpoint", "PermanentRedirect");
    store("the URLs point to the wrong region or endpoint", "AuthorizationHeaderMalformed");
    store("the URLs point to the wrong region or endpoint", "IllegalLocationConstraintException");
    store("the bucket is disabled", "ContainerDisabled", "BucketDisable", "ContainerBeingDeleted");
    store("all access to the bucket is disabled", "AllAccessDisabled");
    store("the bucket accepts no objects", "XMinioReadOnly");
  }

  private static void keys() {
    String revoked = "the key that signs the URLs does not exist or was revoked";
    store(revoked, "InvalidAccessKeyId", "InvalidCredential");
    store(revoked, "AccessKeyIdAndSecurityTokenNotMatch", "AccessKeyDisabled");
    store("the key that signs the URLs may not be used for that", "InvalidSecurity");
    store(
        "the URLs are signed in a way that the store refuses", "AuthorizationQueryParametersError");
    store("the URLs are signed in a way that the store refuses", "CredentialsNotSupported");
    store("the URLs are signed in a way that the store refuses", "MissingSecurityElement");
    store("the URLs allow no upload", "AuthorizationPermissionMismatch");
    store("the store does not allow this network", "AuthorizationSourceIPMismatch");
    store("the store does not allow this protocol", "AuthorizationProtocolMismatch");
    String kms = "the key that the store encrypts with cannot be used";
    store(kms, "KMS.DisabledException", "KMS.NotFoundException", "KMS.InvalidStateException");
    store(kms, "KMS.KMSInvalidStateException", "KMSNotConfigured", "CloudKmsDisabledKey");
    store(kms, "CloudKmsEncryptionKeyNotFound", "CloudKmsBadKey", "KMS.AccessDeniedException");
  }

  private static void accounts() {
    String account = "there is a problem with the account that pays for the bucket";
    store(account, "AccountProblem", "UserProjectAccountProblem", "NotSignedUp", "InvalidPayer");
    store(account, "AccountIsDisabled", "AccountDisabled", "UserSuspended", "UserDisable");
    store(account, "InDebt", "InDebtOverdue", "AbnormalBucketOwnerStatus", "UserProjectMissing");
    store(account, "InsufficientAccountPermissions", "AccountBeingCreated");
  }

  private static void space() {
    String full = "the bucket's quota or the store's space is used up";
    store(full, "QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded");
    store(full, "StorageFull", "InsufficientStorage", "XRustfsQuotaExceeded");
    store(full, "AccountStorageExceeded");
  }

  private static void requests() {
    store("the store lacks a feature that the URLs ask for", "NotImplemented");
    store("the store allows no PUT there", "MethodNotAllowed", "UnsupportedHttpVerb");
    store("the store demands a header that the URLs do not sign", "MissingRequiredHeader");
    store(
        "a device in between removes the length",
        "MissingContentLength",
        "MissingContentLengthHeader");
    put(Kind.INSTANCE, "EntityTooLarge", "RequestBodyTooLarge", "MaxMessageLengthExceeded");
  }

  private static void put(Kind kind, String... codes) {
    for (String code : codes) {
      CODES.put(code, new Entry(kind, null));
    }
  }

  private static void store(String meaning, String... codes) {
    for (String code : codes) {
      CODES.put(code, new Entry(Kind.STORE, meaning));
    }
  }

  private static void signer(String meaning, String... codes) {
    for (String code : codes) {
      CODES.put(code, new Entry(Kind.SIGNER_EXPIRED, meaning));
    }
  }

  /** The kind of failure; null where the status decides. */
  static @Nullable Kind kind(String code) {
    Entry entry = CODES.get(code);
    return entry == null ? null : entry.kind;
  }

  /** What is wrong at the store, in words; null for codes that say nothing of the store. */
  static @Nullable String meaning(String code) {
    Entry entry = CODES.get(code);
    return entry == null ? null : entry.meaning;
  }
}
