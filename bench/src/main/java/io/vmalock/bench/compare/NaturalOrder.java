package io.vmalock.bench.compare;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of names in which numbers count as numbers: 16, 1k, 100k. */
final class NaturalOrder {
  private static final Pattern PART = Pattern.compile("(\\d+)(k?)|\\D+?(?=\\d|$)");
  private static final int THOUSAND = 1000;

  private NaturalOrder() {}

  static int compare(String a, String b) {
    List<String> left = parts(a);
    List<String> right = parts(b);
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = order().compare(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static List<String> parts(String name) {
    return PART.matcher(name).results().map(result -> result.group()).toList();
  }

  private static Comparator<String> order() {
    return Comparator.comparingLong(NaturalOrder::number).thenComparing(Comparator.naturalOrder());
  }

  private static long number(String part) {
    Matcher matcher = PART.matcher(part);
    if (!matcher.matches() || matcher.group(1) == null) {
      return 0;
    }
    long number = Long.parseLong(matcher.group(1));
    return matcher.group(2).isEmpty() ? number : number * THOUSAND;
  }
}
