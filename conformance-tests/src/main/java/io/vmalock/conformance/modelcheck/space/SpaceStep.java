package io.vmalock.conformance.modelcheck.space;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One step of a thread.
 *
 * @param what the operation
 * @param page the page, or 0
 * @param to the second page, or 0
 * @param inside the changes of a section
 * @param ending how that section ends
 */
public record SpaceStep(What what, int page, int to, List<SpaceStep> inside, Ending ending) {
  /** How a section ends, with its mark behind the section's bracket. */
  public enum Ending {
    COMMIT(""),
    ROLL_BACK("!"),
    DOWNGRADE(">");

    final String mark;

    Ending(String mark) {
      this.mark = mark;
    }

    /** The ending whose mark is at a place in a program. */
    static Ending at(String program, int place) {
      return program.startsWith(ROLL_BACK.mark, place)
          ? ROLL_BACK
          : program.startsWith(DOWNGRADE.mark, place) ? DOWNGRADE : COMMIT;
    }
  }

  /** The operation of a step, with its letter in a program. */
  public enum What {
    LOOK_UP('r', 1),
    TRY('t', 1),
    SCAN('n', 0),
    WALK('w', 0),
    SPECULATE('s', 0),
    OPTIMISTIC('o', 1),
    SEVERAL('h', 2),
    FORK('f', 0),
    CLOSE('c', 0),
    SECTION('[', 0),
    MAP('m', 1),
    MAP_ALL('b', 2),
    MAP_ANYWHERE('a', 0),
    UNMAP('u', 1),
    REPLACE('x', 1),
    MOVE('v', 2),
    GROW('g', 1),
    HOLD('k', 1);

    private final char letter;
    private final int pages;

    What(char letter, int pages) {
      this.letter = letter;
      this.pages = pages;
    }
  }

  /** The step of a word. */
  static SpaceStep of(String word) {
    for (What what : What.values()) {
      if (what != What.SECTION && word.charAt(0) == what.letter) {
        boolean range = what == What.MAP && word.length() == 3;
        if (word.length() == 1 + (range ? 2 : what.pages)) {
          return new SpaceStep(what, digit(word, 1), digit(word, 2), List.of(), Ending.COMMIT);
        }
      }
    }
    throw new IllegalArgumentException(
        "no step: \"" + word + "\"; there are " + Arrays.toString(letters()));
  }

  private static String[] letters() {
    return Arrays.stream(What.values())
        .map(what -> String.valueOf(what.letter))
        .toArray(String[]::new);
  }

  private static int digit(String word, int at) {
    return at < word.length() ? Character.digit(word.charAt(at), 10) : 0;
  }

  /** A section of several changes. */
  static SpaceStep section(List<SpaceStep> inside, Ending ending) {
    return new SpaceStep(What.SECTION, 0, 0, inside, ending);
  }

  @Override
  public String toString() {
    if (what == What.SECTION) {
      return inside.stream().map(SpaceStep::toString).collect(Collectors.joining(" ", "[", "]"))
          + ending.mark;
    }
    boolean range = what == What.MAP && to > 0;
    String text = String.valueOf(what.letter) + (what.pages > 0 ? page : "");
    return what.pages > 1 || range ? text + to : text;
  }
}
