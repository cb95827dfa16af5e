package io.vmalock.conformance.modelcheck.program;

import io.vmalock.Capability;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The programs of two and three threads that are made of all steps that a strategy can take. */
public final class Pairs {
  private Pairs() {}

  /** What single rules call for, beside all combinations of steps. */
  private static final List<String> OF_RULES =
      List.of(
          // Holds that another thread ends.
          "rh0|w0",
          "rh0|d0",
          "rh0|m0",
          "rh0|wn0",
          "rh0|wb0",
          // A4, and that who finds a VMA detached may use and attach it.
          "s0|w0",
          "s0|w1 w0",
          "u0|wx0",
          "a0|wx0",
          "r0|d0|u0",
          "r0|d0|a0",
          // L2: of two mms that attach one VMA at once, one wins, and its readers are not
          // disturbed.
          "detached: a0|b0",
          "detached: b0 rl0|a0",
          "detached: b0 r0|a0 ro0",
          // L6: readers with an old reference, while the mm that the VMA has come to waits for
          // them.
          "r0|mw0",
          "rr0|mw0",
          "ro0|mw0",
          "ro0|m0",
          "rlo0|mw0",
          "r0|mw0|ro0",
          "moved: ro0|wo0",
          "moved: r0|wo0",
          // P6, X5.
          "limit 1: r0|r0",
          "limit 1: r0|rl0",
          "limit 1: rr0|r1",
          "limit 1: r0|w0",
          "limit 2: rr0|w0",
          "limit 2: rr0|rl0",
          "limit 2: rr0|d0",
          "limit 1: r0|r0|w0",
          // Bulk forms, against readers of either VMA; W5, W6.
          "r1|wb0",
          "r0|wbe0",
          "r1|wbe0",
          "r0|bt0",
          "r1|bt0",
          "r0|bn0",
          "r1|bn0",
          "r0|wbt0",
          "r1|wbt0",
          "r0|bd0",
          "r1|bd0",
          "r0|r1|bt0",
          "r0|r1|bn0",
          "r0|r1|bd0",
          "r0|r1|wb0",
          // Waits that give up: what they tell, and leave.
          "rr0|wt0",
          "rr0|wn0",
          "r0|wu0",
          "r0|wni0",
          "r0|wti0",
          // Sections and reads that go on, for what changes from section to section.
          "r0 r0|w0 w0",
          "r0 r0 r0|w0 w1 w0",
          "r0 r1|w1 w0",
          "r1|w0 wb0",
          "rr0 r0|w0 wt0",
          "r0 r0|r0 r0|w0 w1",
          // R1, R2: the last one out, whoever that is, and those who pass; O1 of a retired VMA.
          "r0|t0|n0",
          "r0|r0|t0",
          "rr0|t0|n0",
          "rl0|t0",
          "rh0|t0",
          "r0|wr0|n0",
          "r0|t0 l0|n0",
          "rh0 rh0|t0|n0",
          "r0|t0|l0",
          "r0|t0 w1|n0",
          "r0|r1|tb0",
          "r1|tb0|n0",
          "limit 1: r0|r0|t0",
          "ro0|t0",
          "r0|da0 t0",
          "moved: ro0|m0|t0",
          "o0|t0|r0",
          "o0|tu0|r0");

  /** The programs that single rules call for, as far as the strategy can do what they do. */
  public static List<String> ofRules(Set<String> capabilities) {
    return OF_RULES.stream()
        .map(ProgramText::parse)
        .filter(program -> !program.has(step -> !step.isPossible(capabilities)))
        .filter(
            program ->
                program.limit() == Integer.MAX_VALUE
                    || capabilities.contains(Capability.READER_LIMIT.name()))
        .map(ProgramText::toString)
        .toList();
  }

  /** Programs that begin after many reads, for strategies that then have other ways. */
  public static List<String> warmedUp(Set<String> capabilities) {
    List<String> programs = new ArrayList<>(readers(capabilities));
    programs.addAll(List.of("r0 r0 r0|w0 w1 w0", "r0|r0|w0", "rr0|w0", "r0|wt0 w0"));
    programs.addAll(List.of("r0|mw0", "rh0|w0", "r0|r1|wb0", "r0|bn0"));
    programs.addAll(List.of("r0|t0|n0", "rr0|t0", "r0|r0|t0", "r0|r1|tb0", "r0|t0 l0"));
    return afterManyReads(programs, capabilities);
  }

  /**
   * Readers who only pass, of a VMA of another mm, against a writer who detaches: what is left of
   * one who was not waited for shows where the VMA is attached again.
   */
  public static List<String> passers(Set<String> capabilities) {
    return List.of("ro0|bda0", "ro1|bda0", "ro0|da0").stream()
        .map(ProgramText::parse)
        .filter(program -> !program.has(step -> !step.isPossible(capabilities)))
        .map(ProgramText::toString)
        .toList();
  }

  /** Those of these that show most in the least time. */
  public static List<String> warmedUpFirst(Set<String> capabilities) {
    return afterManyReads(List.of("r0|w0", "r0|d0"), capabilities);
  }

  /**
   * Programs in which sections take such strategies back, and many reads bring them there again.
   */
  public static List<String> warmedUpAgain(Set<String> capabilities) {
    return afterManyReads(List.of("d0 rm1|r0", "w0 rm0 w0|r0"), capabilities);
  }

  private static List<String> afterManyReads(List<String> programs, Set<String> capabilities) {
    return programs.stream()
        .map(ProgramText::parse)
        .filter(program -> !program.has(step -> !step.isPossible(capabilities)))
        .map(program -> program.after(ProgramText.MANY).toString())
        .toList();
  }

  /**
   * A reader of a VMA, and a writer that takes any step with it, alone and with a further section
   * after it: where most faults show, so explored furthest.
   *
   * @param capabilities the names of what the strategy can do
   */
  public static List<String> readers(Set<String> capabilities) {
    List<Operation> steps = new ArrayList<>(steps(capabilities));
    if (Operation.MOVE_INSIDE.isPossible(capabilities)) {
      // Shows only where the bounds are wide: not as the last one. And not as the first, which is
      // what most authors get to read.
      steps.add(steps.indexOf(Operation.WRITE) + 1, Operation.MOVE_INSIDE);
    }
    List<String> programs = new ArrayList<>();
    for (Operation reader : List.of(Operation.READ, Operation.OPTIMISTIC)) {
      for (Operation step : steps) {
        if (step.writes() && steps.contains(reader)) {
          programs.add(text(reader, 0) + "|" + text(step, 0));
          programs.add(text(reader, 0) + "|" + text(step, 0) + " " + text(Operation.WRITE, 1));
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
    List<Operation> steps = steps(capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i; j < steps.size(); j++) {
        programs.add(text(steps.get(i), 0) + "|" + text(steps.get(j), 0));
      }
    }
    for (Operation one : steps) {
      for (Operation other : steps) {
        if (one.writes()) {
          programs.add(text(one, 0) + "|" + text(other, 1));
        }
      }
    }
    return programs;
  }

  /** Every three steps on one VMA, of which at least one writes, in an order drawn by the seed. */
  public static List<String> triples(Set<String> capabilities, long seed) {
    return triples(capabilities, seed, 0);
  }

  /** Triples with one of the three on the other VMA. */
  public static List<String> triplesApart(Set<String> capabilities, long seed) {
    return triples(capabilities, seed, 1);
  }

  private static List<String> triples(Set<String> capabilities, long seed, int areaOfThird) {
    List<Operation> steps = steps(capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      for (int j = i; j < steps.size(); j++) {
        for (int k = areaOfThird == 0 ? j : 0; k < steps.size(); k++) {
          Operation one = steps.get(i);
          Operation other = steps.get(j);
          Operation third = steps.get(k);
          if (one.writes() || other.writes() || third.writes()) {
            programs.add(text(one, 0) + "|" + text(other, 0) + "|" + text(third, areaOfThird));
          }
        }
      }
    }
    Collections.shuffle(programs, new Random(seed));
    return programs;
  }

  private static List<Operation> steps(Set<String> capabilities) {
    List<Operation> steps = new ArrayList<>();
    for (Operation step : Operation.values()) {
      if (step.isPossible(capabilities) && step.isCommon()) {
        steps.add(step);
      }
    }
    return steps;
  }

  private static String text(Operation step, int area) {
    return step.code() + area;
  }
}
