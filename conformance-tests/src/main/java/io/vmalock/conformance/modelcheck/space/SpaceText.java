package io.vmalock.conformance.modelcheck.space;

import io.vmalock.conformance.modelcheck.space.SpaceStep.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program in the words of an address space: the steps of each thread, such as {@code r0 | [u0
 * m0]}.
 *
 * <p>Readers: {@code r0} looks page 0 up, {@code t0} tries to, {@code o0} reads it optimistically,
 * {@code h03} holds pages 0 and 3 at once, {@code n} goes from area to area by one hold, {@code w}
 * walks, {@code s} speculates. Writers, each in a separate section or several in brackets: {@code
 * m2} maps page 2, {@code m02} the pages from 0 to before 2, {@code b05} all free pages from 0 to
 * before 5, an area each, {@code a} a page where there is room, {@code u0} unmaps, {@code x0}
 * replaces the attachment, {@code v02} moves page 0 to page 2, {@code g1} grows the area that ends
 * behind page 1 by a page, {@code k0} write-holds. {@code [u0]!} rolls back, {@code [u0]>} goes on
 * as a reader of the whole space. {@code f} forks and closes the fork, {@code c} closes the space.
 *
 * @param threads the steps of each thread
 */
public record SpaceText(List<List<SpaceStep>> threads) {
  /**
   * Reads a program.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SpaceText parse(String text) {
    List<List<SpaceStep>> threads = new ArrayList<>();
    for (String thread : text.split("\\|", -1)) {
      threads.add(steps(thread.trim()));
    }
    return new SpaceText(List.copyOf(threads));
  }

  private static List<SpaceStep> steps(String thread) {
    List<SpaceStep> steps = new ArrayList<>();
    int at = 0;
    while (at < thread.length()) {
      if (thread.charAt(at) == '[') {
        int end = thread.indexOf(']', at);
        if (end < 0) {
          throw new IllegalArgumentException("a section has no end: \"" + thread + "\"");
        }
        Ending ending = Ending.at(thread, end + 1);
        steps.add(SpaceStep.section(steps(thread.substring(at + 1, end).trim()), ending));
        at = end + 1 + ending.mark.length();
      } else if (thread.charAt(at) == ' ') {
        at++;
      } else {
        int end = at;
        while (end < thread.length() && thread.charAt(end) != ' ') {
          end++;
        }
        steps.add(SpaceStep.of(thread.substring(at, end)));
        at = end;
      }
    }
    return List.copyOf(steps);
  }

  @Override
  public String toString() {
    return threads.stream()
        .map(steps -> steps.stream().map(SpaceStep::toString).collect(Collectors.joining(" ")))
        .collect(Collectors.joining(" | "));
  }
}
