package io.vmalock.conformance.modelcheck.program;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** The programs of two and three threads that are made of all steps that a strategy can take. */
public final class Pairs {
  private Pairs() {}

  private static final String READ = "r0";
  private static final String WRITE = "w0";

  /** A move to the other mm in sections of both, of which the other one's is open all the time. */
  private static final String MOVE_INSIDE = "B[[d0 a0B]]";

  /**
   * The steps that are combined with all others: those of a thread with VMA 0, or with both VMAs.
   */
  private static final List<String> FORMS =
      List.of(
          READ,
          "r0[r0]",
          "rl0",
          WRITE,
          "w01",
          "[w0 w0]",
          "i w0",
          "[w0 e0 w1]",
          "wt0",
          "wn0",
          "[w0 down]",
          "d0",
          "[w0 d0]",
          "[d0 a0]",
          "d0 a0B",
          "t0",
          "o0");

  /** The programs that single rules call for, beside all combinations of steps. */
  private static final List<String> OF_RULES =
      List.of(
          // Holds that another thread ends.
          "rh0|w0",
          "rh0|d0",
          "rh0|d0 a0B",
          "rh0|wn0",
          "rh0|w01",
          // A4, and that a thread that finds a VMA detached may use and attach it.
          "s0|w0",
          "s0|w1 w0",
          "f0|[w0 d0]",
          "g0B|[w0 d0]",
          "r0|d0|f0",
          "r0|d0|g0B",
          // A reader that knows a VMA before it is attached for the first time.
          "detached: r0|g0",
          "detached: o0|g0",
          // L2: of two mms that attach one VMA at once, one wins, and its readers are not
          // disturbed.
          "detached: g0B|g0",
          "detached: g01|g1B",
          "detached: g0 rl0|g0B",
          "detached: g0 r0|g0B r0B",
          // L6: readers with an old reference, while the VMA's new mm waits for them.
          "r0|d0 a0B w0B",
          "r0[r0]|d0 a0B w0B",
          "r0B|d0 a0B w0B",
          "r0B|d0 a0B",
          "rl0B|d0 a0B w0B",
          "r0|d0 a0B w0B|r0B",
          "moved: r0B|w0B",
          "moved: r0|w0B",
          // P6, X5.
          "limit 1: r0|r0",
          "limit 1: r0|rl0",
          "limit 1: r0[r0]|r1",
          "limit 1: r0|w0",
          "limit 2: r0[r0]|w0",
          "limit 2: r0[r0]|rl0",
          "limit 2: r0[r0]|d0",
          "limit 1: r0|r0|w0",
          // Bulk forms, against readers of either VMA; W5, W6.
          "r1|w01",
          "r0|[w01 e0 rg0]",
          "r1|[w01 e0 rg0]",
          "r0|wt01",
          "r1|wt01",
          "r0|wn01",
          "r1|wn01",
          "r0|[w0 wt01]",
          "r1|[w0 wt01]",
          "r0|d01",
          "r1|d01",
          "r0|r1|wt01",
          "r0|r1|wn01",
          "r0|r1|d01",
          "r0|[d01 a01]",
          "r1|d01 a01B",
          "r1B|d01 a01B",
          "r0|r1|w01",
          // Readers that stay for seconds: a writer that looks again by itself goes on waiting.
          "r0[z]|w0",
          "r0[z]|d0",
          "r0[z]|wn0",
          "r0[z]|wu0",
          "r1[z]|w01",
          "r1[z]|wu01",
          "r0[z]|[wn0 w0]",
          "r0|r0[z]|w0",
          // Waits that give up: their answers, and the state that they leave.
          "r0[r0]|wt0",
          "r0[r0]|wn0",
          "r0|wu0",
          "r0|[j wu0]",
          "r0|[i wt0]",
          // Repeated sections and reads, for state that changes from section to section.
          "r0 r0|w0 w0",
          "r0 r0 r0|w0 w1 w0",
          "r0 r1|w1 w0",
          "r1|w0 w01",
          "w01; r0|w01 w1 w01",
          "r0[r0] r0|w0 wt0",
          "r0 r0|r0 r0|w0 w1",
          // R1, R2: the last reader out, and readers that pass; O1 of a retired VMA.
          "r0|t0|n",
          "r0|r0|t0",
          "r0[r0]|t0|n",
          "rl0|t0",
          "rh0|t0",
          "r0|[w0 t0]|n",
          "r0|t0 l0|n",
          "rh0 rh0|t0|n",
          "r0|t0|l0",
          "r0|t0 w1|n",
          "r0|r1|t01",
          "r1|t01",
          "r1|t01|n",
          "limit 1: r0|r0|t0",
          "r0B|t0",
          "r0|[d0 a0] t0",
          "moved: r0B|d0 a0B|t0",
          "o0|t0|r0",
          "o0|[t0 u0]|r0",
          // O1 of a VMA that another mm gave the number of the read, and that then comes back.
          "alike: w0 o0|d0 a0B|d0B a0");

  /** The programs that single rules call for, as far as the strategy has the capabilities. */
  public static List<String> ofRules(Set<String> capabilities) {
    return OF_RULES.stream()
        .map(ProgramText::parse)
        .filter(program -> program.isPossible(capabilities))
        .map(ProgramText::toString)
        .toList();
  }

  /** Programs that begin after many reads, for strategies with a second mode. */
  public static List<String> warmedUp(Set<String> capabilities) {
    List<String> programs = new ArrayList<>(readers(capabilities));
    programs.addAll(List.of("r0 r0 r0|w0 w1 w0", "r0|r0|w0", "r0[r0]|w0", "r0|wt0 w0"));
    programs.addAll(List.of("r0|d0 a0B w0B", "rh0|w0", "r0|r1|w01", "r0|wn01"));
    programs.addAll(List.of("r0|t0|n", "r0[r0]|t0", "r0|r0|t0", "r0|r1|t01", "r0|t0 l0"));
    return afterManyReads(programs, capabilities);
  }

  /**
   * Readers that only pass. A section begins between the two looks of startRead, and is open at the
   * second. Or the VMA is another mm's, and its writer detaches: if the writer does not wait for
   * the reader, its remains show when the VMA is attached again. Or the VMA is full, and the other
   * reader leaves before the one who passes does.
   */
  public static List<String> passers(Set<String> capabilities) {
    return possible(
        List.of(
            "r0|w0",
            "r0B|[d01 a0 a1]",
            "r1B|[d01 a0 a1]",
            "r0B|[d0 a0]",
            "rl0B|d01",
            "limit 1: r0|r0|w0",
            "limit 1: r0|r0|d01",
            "limit 1: r0|r0|t0"),
        capabilities);
  }

  /**
   * A reader that passes through what a section write-holds, and that the section retires before
   * the reader has left: it stops three times.
   */
  public static List<String> passersLate(Set<String> capabilities) {
    return possible(List.of("r0|[w0 t0]"), capabilities);
  }

  /**
   * Two readers that leave at once, of one VMA or of two of one bulk call. They are inside from the
   * beginning, so that all stops are left for their exits.
   */
  public static List<String> leavers(Set<String> capabilities) {
    return possible(
        List.of(
            "b0 b0; q0|q0|w0",
            "b0 b1; q0|q1|w01",
            "b0 b1; q0|q1|d01",
            "b0 b0; q0|q0|t0",
            "b0 b1; q0|q1|t01",
            "b0; q0|rl0B|w0"),
        capabilities);
  }

  /**
   * Programs that two preemptions and a stale read exhaust in moments: each side stops once in the
   * midst of a handshake. The last one has a VMA that goes to another mm with the same numbers, and
   * comes back, between the looks of a validate.
   */
  public static List<String> small(Set<String> capabilities) {
    return possible(
        List.of(
            "r0|t0",
            "r1|t01",
            "r0|w0",
            "r1|w01",
            "r1|wt01",
            "r0|d0",
            "rh0|w0",
            "rh0|t0",
            "limit 1: r0|w0",
            "alike: o0|d0 a0B d0B a0"),
        capabilities);
  }

  /** A writer that runs out of stack in its wait for one reader or two. */
  public static List<String> outOfStack(Set<String> capabilities) {
    return possible(
        List.of(
            "r0|[x w0]",
            "r0[r0]|[x w0 w0]",
            "r0|[x w01]",
            "r1|[x w01]",
            "r0|[x wn0]",
            "r1|[x wu01]",
            "r0|[x d0]",
            "r0|[i x w0]",
            "r0|[i x d0]",
            "r0[r0]|[x d0 d0]",
            "r0|[w1 x d0 w0]"),
        capabilities);
  }

  /** Reads of VMAs that come and go: what they notice hangs on the order of stores. */
  public static List<String> comeAndGo(Set<String> capabilities) {
    return possible(
        List.of(
            "o0|d0",
            "o0|[d0 a0]",
            "o0|d0 a0B",
            "o0|d0|g0",
            "o1|d01",
            "o1|[d01 a01]",
            "o0|t01",
            "o1|[t01 u1]",
            "o1|wt01",
            "r0|[d01 a01]",
            "r1B|d01 a01B"),
        capabilities);
  }

  /** The programs among these that show most in the least time. */
  public static List<String> warmedUpFirst(Set<String> capabilities) {
    return afterManyReads(List.of("r0|w0", "r0|d0"), capabilities);
  }

  /** Programs in which sections end the second mode, and many reads begin it again. */
  public static List<String> warmedUpAgain(Set<String> capabilities) {
    return afterManyReads(List.of("d0 rm1|r0", "w0 rm0 w0|r0"), capabilities);
  }

  private static List<String> afterManyReads(List<String> programs, Set<String> capabilities) {
    return programs.stream()
        .map(ProgramText::parse)
        .filter(program -> program.isPossible(capabilities))
        .map(program -> program.after(ProgramText.MANY).toString())
        .toList();
  }

  /**
   * A reader of a VMA, and a writer that takes any step with it, alone and with a further section
   * after it. Most faults show here, so these are explored furthest.
   *
   * @param capabilities the names of the strategy's capabilities
   */
  public static List<String> readers(Set<String> capabilities) {
    List<String> forms = new ArrayList<>(FORMS);
    // It shows only with wide bounds, so it is not the last. Nor is it the first, which most
    // authors get to read.
    forms.add(forms.indexOf(WRITE) + 1, MOVE_INSIDE);
    List<String> programs = new ArrayList<>();
    for (String reader : possible(List.of(READ, "o0"), capabilities)) {
      for (String form : possible(forms, capabilities)) {
        if (writes(form)) {
          programs.add(reader + "|" + form);
          programs.add(reader + "|" + form + " " + onOther(WRITE));
        }
      }
    }
    return programs;
  }

  /**
   * Every pair of steps on one VMA, and every pair on two VMAs of which one writes.
   *
   * @param capabilities the names of the strategy's capabilities
   */
  public static List<String> pairs(Set<String> capabilities) {
    List<String> forms = possible(FORMS, capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      for (int j = i; j < forms.size(); j++) {
        programs.add(forms.get(i) + "|" + forms.get(j));
      }
    }
    for (String one : forms) {
      for (String other : forms) {
        if (writes(one)) {
          programs.add(one + "|" + onOther(other));
        }
      }
    }
    return programs.stream().distinct().toList();
  }

  /** Every three steps on one VMA, of which at least one writes, in an order drawn by the seed. */
  public static List<String> triples(Set<String> capabilities, long seed) {
    return triples(capabilities, seed, false);
  }

  /** Triples with one of the three on the other VMA. */
  public static List<String> triplesApart(Set<String> capabilities, long seed) {
    return triples(capabilities, seed, true);
  }

  private static List<String> triples(Set<String> capabilities, long seed, boolean apart) {
    List<String> forms = possible(FORMS, capabilities);
    List<String> programs = new ArrayList<>();
    for (int i = 0; i < forms.size(); i++) {
      for (int j = i; j < forms.size(); j++) {
        for (int k = apart ? 0 : j; k < forms.size(); k++) {
          String two = forms.get(i) + "|" + forms.get(j);
          if (writes(two) || writes(forms.get(k))) {
            programs.add(two + "|" + (apart ? onOther(forms.get(k)) : forms.get(k)));
          }
        }
      }
    }
    Collections.shuffle(programs, new Random(seed));
    return programs;
  }

  private static List<String> possible(List<String> forms, Set<String> capabilities) {
    return forms.stream().filter(form -> ProgramText.parse(form).isPossible(capabilities)).toList();
  }

  private static boolean writes(String form) {
    return ProgramText.parse(form).writes();
  }

  /** The form with the two VMAs exchanged. */
  private static String onOther(String form) {
    return form.replace('0', '#').replace('1', '0').replace('#', '1').replace("10", "01");
  }
}
