package io.vmalock.bench.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the name that a mistyped name probably means. */
public final class NearestName {
  /** With more names than this, a message that lists them all hides the mistake. */
  private static final int MOST_LISTED = 12;

  private NearestName() {}

  /** Returns the name nearest to the written one, if at most half of its letters differ. */
  public static Optional<String> to(String written, Collection<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(written, name)))
        .filter(name -> distance(written, name) <= name.length() / 2);
  }

  /**
   * Returns the hint after an unknown name: the nearest name, or else all names, as far as they fit
   * into a message.
   */
  public static String hint(String written, Collection<String> names) {
    return to(written, names)
        .map(near -> "did you mean " + near + "?")
        .orElseGet(
            () ->
                "choose one of "
                    + String.join(", ", names.stream().limit(MOST_LISTED).toList())
                    + (names.size() > MOST_LISTED
                        ? " and " + (names.size() - MOST_LISTED) + " more"
                        : ""));
  }

  private static int distance(String written, String name) {
    return LevenshteinDistance.getDefaultInstance().apply(written, name);
  }
}
