package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Row;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks a row before it is imported: the file may have been edited. */
final class ImportedRow {
  private static final Pattern UID = Pattern.compile("[0-9.]{1,256}");
  private static final Pattern CODE = Pattern.compile("[ -~]{0,64}");
  private static final Pattern ETAG = Pattern.compile("[ -~]{0,1024}");
  private static final Pattern REASON = Pattern.compile("[ -~]{0,1024}");
  private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** The journal keeps file times as nanoseconds since 1970 in 64 bits. */
  private static final Instant FIRST = Instant.ofEpochSecond(Long.MIN_VALUE / 1_000_000_000L);

  private static final Instant LAST =
      Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000_000L, 999_999_999);

  /** Limits of the time of an upload: 1970, and a year of four digits. */
  private static final Instant FIRST_UPLOAD = Instant.EPOCH;

  private static final Instant LAST_UPLOAD = Instant.parse("9999-12-31T23:59:59.999Z");

  private ImportedRow() {}

  /** Whether the row says for certain which instance was delivered, from where and when. */
  static boolean showsDelivery(Row row) {
    return row.state() == FileState.UPLOADED && row.uploadedAt() != null && namesInstance(row);
  }

  /** Whether the row says for certain which instance the service refused, and why. */
  static boolean showsRefusal(Row row) {
    return row.state() == FileState.FAILED && row.reason() != null && namesInstance(row);
  }

  private static boolean namesInstance(Row row) {
    return row.header().sopInstanceUid() != null
        && row.header().studyInstanceUid() != null
        && row.path().isAbsolute()
        && row.path().getFileName() != null;
  }

  /** What is wrong with the row, naming the member and never its value; null for nothing. */
  static @Nullable String fault(Row row) {
    if (row.size() < 0) {
      return "'size' is negative";
    }
    if (row.attempts() < 0) {
      return "'attempts' is negative";
    }
    if (row.modified().isBefore(FIRST) || row.modified().isAfter(LAST)) {
      return "'modified' is outside the years 1678 to 2261";
    }
    Instant uploaded = row.uploadedAt();
    if (uploaded != null && (uploaded.isBefore(FIRST_UPLOAD) || uploaded.isAfter(LAST_UPLOAD))) {
      return "'uploadedAt' is outside the years 1970 to 9999";
    }
    String member = firstUnfit(row);
    return member == null ? null : "'" + member + "' is invalid";
  }

  private static @Nullable String firstUnfit(Row row) {
    InstanceHeader header = row.header();
    List<Member> members =
        List.of(
            new Member("sopClassUid", header.sopClassUid(), UID),
            new Member("sopInstanceUid", header.sopInstanceUid(), UID),
            new Member("studyInstanceUid", header.studyInstanceUid(), UID),
            new Member("seriesInstanceUid", header.seriesInstanceUid(), UID),
            new Member("transferSyntaxUid", header.transferSyntaxUid(), UID),
            new Member("modality", header.modality(), CODE),
            new Member("etag", row.etag(), ETAG),
            new Member("reason", row.reason(), REASON),
            new Member("md5", row.md5(), MD5),
            new Member("sha256", row.sha256(), SHA256));
    return members.stream().filter(m -> !m.fits()).map(Member::name).findFirst().orElse(null);
  }

  private record Member(String name, @Nullable String value, Pattern form) {
    boolean fits() {
      return value == null || form.matcher(value).matches();
    }
  }
}
