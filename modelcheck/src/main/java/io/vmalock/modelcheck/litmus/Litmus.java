package io.vmalock.modelcheck.litmus;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A litmus test.
 *
 * @param name its usual name, and the modes of this variant
 * @param text the program, see {@link LitmusProgram}
 * @param universe all conceivable outcomes, alternatives separated by a slash
 * @param forbidden the outcomes that the model forbids
 * @param missing the outcomes that the model allows and the model checker does not produce
 */
public record Litmus(
    String name, String text, String universe, Set<String> forbidden, Set<String> missing) {
  private static final Set<String> NONE = Set.of();

  static Litmus of(String name, String text, String universe, String... forbidden) {
    return new Litmus(name, text, universe, Set.of(forbidden), NONE);
  }

  Litmus missing(String... outcomes) {
    return new Litmus(name, text, universe, forbidden, Set.of(outcomes));
  }

  /** Returns the outcomes that the model allows. */
  public SortedSet<String> allowed() {
    SortedSet<String> outcomes = new TreeSet<>();
    expand("", universe.split(" ", -1), 0, outcomes);
    outcomes.removeAll(forbidden);
    return outcomes;
  }

  /** Returns the outcomes that the model checker must produce, and no others. */
  public SortedSet<String> expected() {
    SortedSet<String> outcomes = allowed();
    outcomes.removeAll(missing);
    return outcomes;
  }

  private static void expand(String begun, String[] parts, int at, SortedSet<String> to) {
    if (at == parts.length) {
      to.add(begun);
      return;
    }
    for (String alternative : parts[at].split("/", -1)) {
      expand(begun.isEmpty() ? alternative : begun + " " + alternative, parts, at + 1, to);
    }
  }

  @Override
  public String toString() {
    return name + ": " + text;
  }
}
