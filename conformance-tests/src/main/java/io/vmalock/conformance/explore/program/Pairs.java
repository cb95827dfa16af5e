package io.vmalock.conformance.explore.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The programs of two and three threads that are made of all steps that a strategy can take. */
public final class Pairs {
  private Pairs() {}

  /**
   * A reader of a VMA, and a writer that takes any step with it, alone and with a further section
   * after it: where most faults show, so explored furthest.
   *
   * @param capabilities the names of what the strategy can do
   */
  public static List<String> readers(Set<String> capabilities) {
    List<Step> steps = steps(capabilities);
    List<String> programs = new ArrayList<>();
    for (Step reader : List.of(Step.READ, Step.OPTIMISTIC)) {
      for (Step step : steps) {
        if (step.writes() && steps.contains(reader)) {
          programs.add(text(reader, 0) + "|" + text(step, 0));
          programs.add(text(reader, 0) + "|" + text(step, 0) + " " + text(Step.WRITE, 1));
        }
      }
    }
    return programs;
  }

  /**
   * Every pair of steps on one VMA, and every pair on two VMAs of which one writes.
   *
   * @param capabilities the names of what the strategy can do
   */
  public static List<String> pairs(Set<String> capabilities) {
    List<Step> steps = steps(capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i; j < steps.size(); j++) {
        programs.add(text(steps.get(i), 0) + "|" + text(steps.get(j), 0));
      }
    }
    for (Step one : steps) {
      for (Step other : steps) {
        if (one.writes()) {
          programs.add(text(one, 0) + "|" + text(other, 1));
        }
      }
    }
    return programs;
  }

  /** Every three steps on one VMA, of which at least one writes, in an order drawn by the seed. */
  public static List<String> triples(Set<String> capabilities, long seed) {
    List<Step> steps = steps(capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i; j < steps.size(); j++) {
        for (int k = j; k < steps.size(); k++) {
          Step one = steps.get(i);
          Step other = steps.get(j);
          Step third = steps.get(k);
          if (one.writes() || other.writes() || third.writes()) {
            programs.add(text(one, 0) + "|" + text(other, 0) + "|" + text(third, 0));
          }
        }
      }
    }
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = programs.size() - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      String program = programs.get(i);
      programs.set(i, programs.get(other));
      programs.set(other, program);
    }
    return programs;
  }

  private static List<Step> steps(Set<String> capabilities) {
    List<Step> steps = new ArrayList<>();
    for (Step step : Step.values()) {
      if (step.needed() == null || capabilities.contains(step.needed().name())) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static String text(Step step, int area) {
    return step.code() + area;
  }
}
