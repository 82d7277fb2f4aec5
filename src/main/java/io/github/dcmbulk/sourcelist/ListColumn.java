package io.github.dcmbulk.sourcelist;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A column of a list, and the headers that archives use for it. */
public enum ListColumn {
  /** Study Instance UID (0020,000D). */
  STUDY(
      "study",
      "0020000d",
      "studyinstanceuid",
      "studyuid",
      "studyiuid",
      "stuinsuid",
      "studyinsta",
      "suid"),
  /** Accession Number (0008,0050). */
  ACCESSION(
      "accession",
      "00080050",
      "accessionnumber",
      "accession",
      "accessionno",
      "accessionnum",
      "accnum",
      "accno"),
  /** Number of Study Related Instances (0020,1208). */
  INSTANCES(
      "instances",
      "00201208",
      "numberofstudyrelatedinstances",
      "numberofinstances",
      "ofinstances",
      "numinstances",
      "instances",
      "instancecount"),
  /** Number of Study Related Series (0020,1206). */
  SERIES(
      "series",
      "00201206",
      "numberofstudyrelatedseries",
      "numberofseries",
      "ofseries",
      "numseries",
      "seriescount"),
  /** Study Date (0008,0020). */
  DATE("date", "00080020", "studydate", "studat"),
  /** Modalities in Study (0008,0061). */
  MODALITY("modality", "00080061", "modalitiesinstudy", "studymodal", "modality", "modalities"),
  /** Patient ID (0010,0020). */
  PATIENT_ID("patient-id", "00100020", "patientid", "patid", "mrn");

  private static final Pattern DECORATION = Pattern.compile("[\\s_\\-.#(),\"']+");

  private final String option;
  private final String tag;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> headers;

  ListColumn(String option, String tag, String... headers) {
    this.option = option;
    this.tag = tag;
    this.headers = List.of(headers);
  }

  /** The name in {@code --column NAME=HEADER}. */
  public String option() {
    return option;
  }

  /** The attribute's tag as in DICOM JSON (PS3.18 §F.2), in lower case. */
  String tag() {
    return tag;
  }

  /** The column with that name in {@code --column}; null for none. */
  public static @Nullable ListColumn ofOption(String option) {
    for (ListColumn column : values()) {
      if (column.option.equals(option)) {
        return column;
      }
    }
    return null;
  }

  /** The column with that tag, eight hexadecimal digits; null for none. */
  static @Nullable ListColumn ofTag(String tag) {
    String lower = tag.toLowerCase(Locale.ROOT);
    for (ListColumn column : values()) {
      if (column.tag.equals(lower)) {
        return column;
      }
    }
    return null;
  }

  /** The column with that header; null for none. Case, spaces and punctuation are ignored. */
  static @Nullable ListColumn ofHeader(String header) {
    String plain = DECORATION.matcher(header).replaceAll("").toLowerCase(Locale.ROOT);
    for (ListColumn column : values()) {
      if (plain.equals(column.tag) || column.headers.contains(withoutTag(plain, column.tag))) {
        return column;
      }
    }
    return null;
  }

  /** "Study Date (0008,0020)" is "Study Date". */
  private static String withoutTag(String plain, String tag) {
    return plain.endsWith(tag) ? plain.substring(0, plain.length() - tag.length()) : plain;
  }
}
