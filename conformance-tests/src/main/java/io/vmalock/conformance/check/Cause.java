package io.vmalock.conformance.check;

import io.vmalock.conformance.check.Result.Mark;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Failures that seem to be one mistake: they break one rule, or say one thing of different rules,
 * or come from one exception.
 *
 * @param first the first failure found, which is the plainest, because basic checks run first
 * @param alike the later failures
 */
public record Cause(Result first, List<Result> alike) {
  /** The causes of the failures, in the order in which they were found. */
  public static List<Cause> of(List<Result> results) {
    Sorting causes = new Sorting();
    results.forEach(causes::add);
    return causes.all();
  }

  /** Sorts failures by cause, as they are found. */
  public static final class Sorting {
    private final Map<Result, List<Result>> found = new LinkedHashMap<>();

    /** An empty one. */
    public Sorting() {}

    /** Adds a result if it is a failure; returns whether it is the first of a cause. */
    public boolean add(Result result) {
      if (result.mark() != Mark.FAILED) {
        return false;
      }
      for (Map.Entry<Result, List<Result>> each : found.entrySet()) {
        if (isAlike(each.getKey(), result)) {
          each.getValue().add(result);
          return false;
        }
      }
      found.put(result, new ArrayList<>());
      return true;
    }

    /** The causes so far. */
    public List<Cause> all() {
      List<Cause> all = new ArrayList<>();
      found.forEach((first, alike) -> all.add(new Cause(first, List.copyOf(alike))));
      return all;
    }

    private static boolean isAlike(Result one, Result other) {
      boolean ofOneRule = Objects.equals(one.rule(), other.rule());
      Thrown.Signature thrown = Thrown.signature(one.text());
      Thrown.Signature alsoThrown = Thrown.signature(other.text());
      if (thrown != null && alsoThrown != null) {
        return thrown.isAlike(alsoThrown, ofOneRule);
      }
      return thrown == null
          && alsoThrown == null
          && (ofOneRule || words(one.text()).equals(words(other.text())));
    }

    /** The first line of a failure, without the parts that differ from run to run. */
    private static String words(String text) {
      return text.lines().findFirst().orElse("").replaceAll("0x[0-9a-f]+|[0-9]+", "#");
    }
  }
}
