package io.github.dcmbulk.cli.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate with the smallest edit distance to the word; empty when there is none. */
  public static String to(String word, Collection<String> candidates) {
    return candidates.stream()
        .min(
            Comparator.comparingInt((String candidate) -> unlikeness(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElse("");
  }

  /** The same, but empty as well when nothing is like the word. */
  public static String ifLikely(String word, Collection<String> candidates) {
    String nearest = to(word, candidates);
    int letters = word.replaceFirst("^-+", "").length();
    return unlikeness(word, nearest) <= Math.max(1, (letters + 1) / 3) ? nearest : "";
  }

  /** A word that was not finished is nearer than its missing letters say. */
  private static int unlikeness(String word, String candidate) {
    return candidate.startsWith(word) ? 1 : distance(word, candidate);
  }

  /** Levenshtein distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j - 1], row[j]));
      }
    }
    return row[b.length()];
  }
}
