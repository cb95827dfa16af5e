package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.variable.Renamed;
import java.util.ArrayList;
import java.util.List;

/** The classes that are rewritten. The longest prefix of a class's name decides. */
public final class Scope {
  /** One prefix of names, in or out. */
  private record Rule(String prefix, boolean in) {}

  private static final String OWN = "io.vmalock.modelcheck.";

  private final List<Rule> rules;
  private final List<String> trusted;
  private final List<String> guarded;

  private final boolean writesFinals;

  private Scope(
      List<Rule> rules, List<String> trusted, List<String> guarded, boolean writesFinals) {
    this.writesFinals = writesFinals;
    this.rules = rules;
    this.trusted = trusted;
    this.guarded = guarded;
  }

  /** The scope without classes, except the JDK's that are always rewritten. */
  public static Scope none() {
    return new Scope(
        List.of(new Rule(OWN, false), new Rule(Renamed.EXPLORED, true)),
        List.of(OWN),
        List.of(),
        false);
  }

  /** Returns this scope with the classes whose binary names begin with {@code prefix}. */
  public Scope with(String prefix) {
    return and(new Rule(prefix, true));
  }

  /** Returns this scope without the classes whose binary names begin with {@code prefix}. */
  public Scope without(String prefix) {
    return and(new Rule(prefix, false));
  }

  private Scope and(Rule rule) {
    List<Rule> more = new ArrayList<>(rules);
    more.add(rule);
    return new Scope(List.copyOf(more), trusted, guarded, writesFinals);
  }

  /**
   * Returns this scope, in which rewritten code may also call the classes whose binary names begin
   * with {@code prefix}: they are not modelled, and share nothing that matters between threads.
   */
  public Scope trusting(String prefix) {
    List<String> more = new ArrayList<>(trusted);
    more.add(prefix);
    return new Scope(rules, List.copyOf(more), guarded, writesFinals);
  }

  /**
   * Returns this scope, in which a data race is also an error on fields whose full names begin with
   * {@code prefix}, as if they were {@link io.vmalock.modelcheck.program.Protected}.
   */
  public Scope protecting(String prefix) {
    List<String> more = new ArrayList<>(guarded);
    more.add(prefix);
    return new Scope(rules, trusted, List.copyOf(more), writesFinals);
  }

  /**
   * Returns this scope, in which final fields of its classes are written where their constructors
   * write them.
   */
  public Scope writingFinals() {
    return new Scope(rules, trusted, guarded, true);
  }

  boolean writesFinals() {
    return writesFinals;
  }

  /** Returns whether a data race on a field is an error, by the name of its class and its own. */
  boolean protects(String owner, String field) {
    String name = owner + "." + field;
    return guarded.stream().anyMatch(name::startsWith);
  }

  /** Returns whether the class with a binary name may be called although it is not rewritten. */
  boolean trusts(String name) {
    return trusted.stream().anyMatch(name::startsWith);
  }

  /** Returns whether the class with a binary name is rewritten. */
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
