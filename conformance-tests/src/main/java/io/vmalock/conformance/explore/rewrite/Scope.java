package io.vmalock.conformance.explore.rewrite;

import java.util.ArrayList;
import java.util.List;

/** Which classes are rewritten: the longest prefix that fits a class's name decides. */
public final class Scope {
  /** One prefix of names, in or out. */
  private record Rule(String prefix, boolean in) {}

  private static final String EXPLORER = "io.vmalock.conformance.";

  private final List<Rule> rules;

  private Scope(List<Rule> rules) {
    this.rules = rules;
  }

  /** The project's own classes, but for the conformance kit. */
  public static Scope standard() {
    return new Scope(List.of(new Rule("io.vmalock.", true), new Rule(EXPLORER, false)));
  }

  /** This scope and the classes whose binary names begin with {@code prefix}. */
  public Scope with(String prefix) {
    return and(new Rule(prefix, true));
  }

  /** This scope without the classes whose binary names begin with {@code prefix}. */
  public Scope without(String prefix) {
    return and(new Rule(prefix, false));
  }

  private Scope and(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Scope(List.copyOf(more));
  }

  /** Whether the class of a binary name is rewritten. */
  boolean contains(String name) {
    Rule longest = null;
    for (Rule rule : rules) {
      if (name.startsWith(rule.prefix)
          && (longest == null || rule.prefix.length() >= longest.prefix.length())) {
        longest = rule;
      }
    }
    return longest != null && longest.in;
  }
}
