package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.memory.Relaxation;
import java.util.List;
import java.util.Set;

/**
 * A litmus test of a relaxation.
 *
 * @param relaxation the tested relaxation
 * @param text the program, see {@link LitmusProgram}
 * @param without the outcomes without any relaxation
 * @param added the outcomes that this relaxation alone adds
 */
public record RelaxationLitmus(
    Relaxation relaxation, String text, Set<String> without, Set<String> added) {

  private static RelaxationLitmus of(
      Relaxation relaxation, String text, Set<String> without, String... added) {
    return new RelaxationLitmus(relaxation, text, without, Set.of(added));
  }

  /**
   * All of them: for each relaxation, programs to which it adds outcomes, and close ones to which
   * it adds none.
   */
  public static List<RelaxationLitmus> all() {
    return List.of(
        of(Relaxation.DEPENDENT_READS, "Nr b | Bp b", Set.of("none", "1"), "0"),
        of(Relaxation.DEPENDENT_READS, "Np b | Bp b", Set.of("none", "1", "0")),
        of(
            Relaxation.DEPENDENT_READS,
            "Wp x 1; Nr b | Bp b; Rp x",
            Set.of("none 0", "none 1", "1 0", "1 1"),
            "0 0",
            "0 1"),
        of(Relaxation.PASSED_UPDATES, "Av x 1; Ra y | Av y 1; Ra x", updates(), "0 0 | 0 0"),
        of(Relaxation.PASSED_UPDATES, "Av x 1; Rv y | Av y 1; Rv x", updates()),
        of(Relaxation.PASSED_UPDATES, "Aa x 1; Ra y | Aa y 1; Ra x", updates("0 0 | 0 0")),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wp y 1 | Rp y; Rv x", message(), "1 0"),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wr y 1 | Ro y; Rv x", message(), "1 0"),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wr y 1 | Ra y; Rv x", message()),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wr y 1 | Ro y; F acquire; Rv x", message()),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wp y 1 | Rp y; F acquire; Rv x", message(), "1 0"),
        of(Relaxation.UNSEEN_VOLATILES, "Wv x 1; Wv y 1 | Rv y; Rv x", message()),
        of(
            Relaxation.UNSEEN_VOLATILES,
            "Wv x 1; Rv y | Wv y 1; Rv x",
            Set.of("0 | 1", "1 | 0", "1 | 1")),
        of(Relaxation.FINAL_FIELDS, "Gp b | Bp b", Set.of("none", "1"), "0"),
        of(Relaxation.FINAL_FIELDS, "Nr b | Bp b", Set.of("none", "1")),
        of(Relaxation.HOISTED_LOADS, "Up x | Wp x 1", Set.of("end"), "never ends"),
        of(Relaxation.HOISTED_LOADS, "Uo x | Wo x 1", Set.of("end")),
        of(Relaxation.HOISTED_LOADS, "Uv x | Wv x 1", Set.of("end")),
        of(Relaxation.LOAD_BUFFERING, "Rp x; Wp y 1 | Rp y; Wp x 1", buffering(), "1 | 1"),
        of(
            Relaxation.LOAD_BUFFERING,
            "Rp x; Wp y 1 | Rp y; Dp x",
            Set.of("0 | 0", "0 | 1"),
            "1 | 1"),
        of(Relaxation.LOAD_BUFFERING, "Rp x; Dp y | Rp y; Dp x", Set.of("0 | 0")),
        of(Relaxation.LOAD_BUFFERING, "Rp x; Wp y 1 | Rp y; F full; Wp x 1", buffering(), "1 | 1"),
        of(
            Relaxation.LOAD_BUFFERING,
            "Rp x; F release; Wp y 1 | Rp y; F release; Wp x 1",
            buffering()),
        of(Relaxation.LOAD_BUFFERING, "Ro x; Wo y 1 | Ro y; Wo x 1", buffering()),
        of(Relaxation.LOAD_BUFFERING, "Rp x; Wr y 1 | Ra y; Wp x 1", buffering()),
        of(
            Relaxation.LOAD_BUFFERING,
            "Rp x; Wp y 1 | Rp y; Wp z 1 | Rp z; Wp x 1",
            Set.of(
                "0 | 0 | 0",
                "0 | 0 | 1",
                "0 | 1 | 0",
                "0 | 1 | 1",
                "1 | 0 | 0",
                "1 | 0 | 1",
                "1 | 1 | 0"),
            "1 | 1 | 1"));
  }

  private static Set<String> message() {
    return Set.of("0 0", "0 1", "1 1");
  }

  private static Set<String> buffering() {
    return Set.of("0 | 0", "0 | 1", "1 | 0");
  }

  private static Set<String> updates(String... further) {
    return further.length == 0
        ? Set.of("0 0 | 0 1", "0 1 | 0 0", "0 1 | 0 1")
        : Set.of("0 0 | 0 1", "0 1 | 0 0", "0 1 | 0 1", further[0]);
  }

  @Override
  public String toString() {
    return relaxation + ": " + text;
  }
}
