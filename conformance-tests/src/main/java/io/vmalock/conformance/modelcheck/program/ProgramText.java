package io.vmalock.conformance.modelcheck.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program of a few threads as it is written: the threads separated by a bar, each a list of steps
 * with the index of the VMA, such as {@code r0 w1|d0}. What holds for all of it may come before,
 * with a colon: {@code after 600, limit 1: r0|w0} begins when each VMA has been read 600 times, and
 * permits one reader at once.
 *
 * @param warmUp how often each VMA is read before the threads begin
 * @param limit the most readers of one VMA at once
 * @param start of which mm the VMAs are in the beginning
 * @param threads what each thread does
 */
public record ProgramText(int warmUp, int limit, Start start, List<List<Move>> threads) {
  /** So many reads of a VMA bring strategies that then have other ways to them. */
  static final int MANY = 600;

  /** How many VMAs a program has. */
  static final int AREAS = 2;

  private static final Pattern MOVE = Pattern.compile("([a-z]+)([0-" + (AREAS - 1) + "])");
  private static final Pattern CONDITION =
      Pattern.compile("(after|limit) ([1-9]\\d{0,5})|detached|moved");

  /** What became of the VMAs before the threads begin. */
  enum Start {
    /** They were attached to the first mm. */
    ATTACHED,
    /** They are new. */
    DETACHED,
    /** They were attached to the first mm, and then moved to the other one. */
    MOVED
  }

  /**
   * A step of a thread.
   *
   * @param area the index of the VMA
   */
  public record Move(Operation step, int area) {
    @Override
    public String toString() {
      return step.code() + area;
    }
  }

  /**
   * Reads what {@link #toString} wrote.
   *
   * @throws IllegalArgumentException if it is not that
   */
  public static ProgramText parse(String text) {
    int warmUp = 0;
    int limit = Integer.MAX_VALUE;
    Start start = Start.ATTACHED;
    int colon = text.indexOf(':');
    if (colon >= 0) {
      for (String condition : text.substring(0, colon).split(",", -1)) {
        Matcher matcher = CONDITION.matcher(condition.trim());
        if (!matcher.matches()) {
          throw new IllegalArgumentException(
              "no condition of a program: \""
                  + condition
                  + "\"; there are \"after 600\" and \"limit 1\", with a number each, and"
                  + " \"detached\" or \"moved\"");
        }
        String kind = matcher.group(1);
        if (kind == null) {
          start = Start.valueOf(condition.trim().toUpperCase(Locale.ROOT));
        } else if (kind.equals("after")) {
          warmUp = Integer.parseInt(matcher.group(2));
        } else {
          limit = Integer.parseInt(matcher.group(2));
        }
      }
    }
    List<List<Move>> threads = new ArrayList<>();
    for (String thread : text.substring(colon + 1).split("\\|", -1)) {
      List<Move> moves = new ArrayList<>();
      for (String word : thread.trim().split(" +", -1)) {
        Matcher matcher = MOVE.matcher(word);
        if (!matcher.matches()) {
          throw new IllegalArgumentException(
              "no step of a program: \""
                  + word
                  + "\"; expected one such as r0, a VMA being 0 or 1");
        }
        moves.add(new Move(Operation.of(matcher.group(1)), Integer.parseInt(matcher.group(2))));
      }
      threads.add(List.copyOf(moves));
    }
    return new ProgramText(warmUp, limit, start, List.copyOf(threads));
  }

  /** Whether any thread takes such a step. */
  boolean has(Predicate<Operation> what) {
    return threads.stream().flatMap(List::stream).anyMatch(move -> what.test(move.step));
  }

  /** This program after so many reads of each VMA. */
  ProgramText after(int reads) {
    return new ProgramText(reads, limit, start, threads);
  }

  @Override
  public String toString() {
    StringJoiner conditions = new StringJoiner(", ", "", ": ").setEmptyValue("");
    if (warmUp > 0) {
      conditions.add("after " + warmUp);
    }
    if (limit < Integer.MAX_VALUE) {
      conditions.add("limit " + limit);
    }
    if (start != Start.ATTACHED) {
      conditions.add(start.name().toLowerCase(Locale.ROOT));
    }
    StringJoiner all = new StringJoiner("|", conditions.toString(), "");
    for (List<Move> thread : threads) {
      all.add(String.join(" ", thread.stream().map(Move::toString).toList()));
    }
    return all.toString();
  }
}
