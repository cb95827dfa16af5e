package io.vmalock.selection;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a mistyped name probably means. */
final class NearestName {
  private NearestName() {}

  /**
   * A name at most a third of its letters away; or the name of the strategy whose class was given.
   */
  static Optional<String> to(String asked, List<StrategyProvider> providers) {
    String plain = asked.strip().toLowerCase(Locale.ROOT);
    return providers.stream()
        .filter(StrategyProvider::isNamed)
        .filter(
            provider ->
                provider.className().equals(asked.strip())
                    || distance(plain, provider.name())
                        <= Math.max(1, provider.name().length() / 3))
        .min(Comparator.comparingInt(provider -> distance(plain, provider.name())))
        .map(StrategyProvider::name);
  }

  /** The number of letters to insert, delete, replace or swap with their neighbour. */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
