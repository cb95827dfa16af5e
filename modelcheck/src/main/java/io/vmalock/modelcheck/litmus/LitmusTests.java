package io.vmalock.modelcheck.litmus;

import java.util.List;

/**
 * The litmus tests. The forbidden outcomes are those that RC11 forbids, with Java's access modes in
 * place of its memory orders, and those that the language forbids in addition for volatile
 * variables.
 */
public final class LitmusTests {
  private LitmusTests() {}

  /** All of them. */
  public static List<Litmus> all() {
    return List.of(
        // Store buffering: does each thread's load see the other's store?
        Litmus.of("SB plain", "Wp x 1; Rp y | Wp y 1; Rp x", "0/1 | 0/1"),
        Litmus.of("SB opaque", "Wo x 1; Ro y | Wo y 1; Ro x", "0/1 | 0/1"),
        Litmus.of("SB release, acquire", "Wr x 1; Ra y | Wr y 1; Ra x", "0/1 | 0/1"),
        Litmus.of("SB volatile", "Wv x 1; Rv y | Wv y 1; Rv x", "0/1 | 0/1", "0 | 0"),
        Litmus.of("SB volatile, acquire", "Wv x 1; Ra y | Wv y 1; Ra x", "0/1 | 0/1"),
        Litmus.of("SB release, volatile", "Wr x 1; Rv y | Wr y 1; Rv x", "0/1 | 0/1"),
        Litmus.of("SB volatile, one acquire", "Wv x 1; Ra y | Wv y 1; Rv x", "0/1 | 0/1"),
        Litmus.of(
            "SB full fences", "Wo x 1; F full; Ro y | Wo y 1; F full; Ro x", "0/1 | 0/1", "0 | 0"),
        Litmus.of("SB one full fence", "Wo x 1; F full; Ro y | Wo y 1; Ro x", "0/1 | 0/1"),
        Litmus.of(
            "SB release and acquire fences",
            "Wo x 1; F release; F acquire; Ro y | Wo y 1; F release; F acquire; Ro x",
            "0/1 | 0/1"),
        Litmus.of(
            "SB volatile, full fence", "Wv x 1; Rv y | Wo y 1; F full; Ro x", "0/1 | 0/1", "0 | 0"),
        Litmus.of(
            "SB volatile update and load, full fence",
            "Av x 1; Rv y | Wo y 1; F full; Ro x",
            "0 0/1 | 0/1",
            "0 0 | 0"),
        Litmus.of(
            "SB volatile update, acquire load, full fence",
            "Av x 1; Ra y | Wo y 1; F full; Ro x",
            "0 0/1 | 0/1"),
        Litmus.of(
            "SB acquire update, volatile load, full fence",
            "Aa x 1; Rv y | Wo y 1; F full; Ro x",
            "0 0/1 | 0/1"),
        Litmus.of(
            "SB volatile updates, volatile loads",
            "Av x 1; Rv y | Av y 1; Rv x",
            "0 0/1 | 0 0/1",
            "0 0 | 0 0"),
        Litmus.of(
            "SB volatile updates, acquire loads", "Av x 1; Ra y | Av y 1; Ra x", "0 0/1 | 0 0/1"),

        // Message passing: does a thread that sees the flag see the data?
        Litmus.of("MP plain", "Wp x 1; Wp y 1 | Rp y; Rp x", "0/1 0/1"),
        Litmus.of("MP opaque", "Wo x 1; Wo y 1 | Ro y; Ro x", "0/1 0/1"),
        Litmus.of("MP release, acquire", "Wp x 1; Wr y 1 | Ra y; Rp x", "0/1 0/1", "1 0"),
        Litmus.of("MP volatile", "Wp x 1; Wv y 1 | Rv y; Rp x", "0/1 0/1", "1 0"),
        Litmus.of("MP volatile, acquire", "Wp x 1; Wv y 1 | Ra y; Rp x", "0/1 0/1", "1 0"),
        Litmus.of("MP release, opaque", "Wp x 1; Wr y 1 | Ro y; Rp x", "0/1 0/1"),
        Litmus.of("MP opaque, acquire", "Wp x 1; Wo y 1 | Ra y; Rp x", "0/1 0/1"),
        Litmus.of("MP release fence", "Wp x 1; F release; Wo y 1 | Ra y; Rp x", "0/1 0/1", "1 0"),
        Litmus.of("MP acquire fence", "Wp x 1; Wr y 1 | Ro y; F acquire; Rp x", "0/1 0/1", "1 0"),
        Litmus.of(
            "MP fences", "Wp x 1; F release; Wp y 1 | Rp y; F acquire; Rp x", "0/1 0/1", "1 0"),
        Litmus.of(
            "MP store-store and load-load fences",
            "Wp x 1; F storeStore; Wp y 1 | Rp y; F loadLoad; Rp x",
            "0/1 0/1",
            "1 0"),
        Litmus.of(
            "MP store-store fence alone", "Wp x 1; F storeStore; Wp y 1 | Rp y; Rp x", "0/1 0/1"),
        Litmus.of("MP opaque between volatile", "Wv x 1; Wo y 1 | Ro y; Rv x", "0/1 0/1"),
        Litmus.of("MP fence too early", "F release; Wp x 1; Wo y 1 | Ra y; Rp x", "0/1 0/1"),
        Litmus.of(
            "MP release update, acquire update",
            "Wp x 1; Ar y 1 | Aa y 0; Rp x",
            "0 | 0/1 0/1",
            "0 | 1 0"),
        Litmus.of("MP acquire update as the store", "Wp x 1; Aa y 1 | Ra y; Rp x", "0 | 0/1 0/1"),
        Litmus.of("MP release update as the load", "Wp x 1; Wr y 1 | Ar y 0; Rp x", "0/1 0/1"),
        Litmus.of(
            "MP failed volatile compare-and-set",
            "Wp x 1; Wr y 1 | Cv y 5 6; Rp x",
            "0/1 0/1",
            "1 0"),

        // Release sequences
        Litmus.of(
            "release sequence through an update",
            "Wp x 1; Wr y 5 | Aa y 1 | Ra y; Rp x",
            "0/5 | 0/1/5/6 0/1",
            "0 | 6 0",
            "0 | 6 1",
            "5 | 1 0",
            "5 | 1 1",
            "0 | 5 0",
            "5 | 5 0",
            "5 | 6 0"),
        Litmus.of(
            "no release sequence through a store",
            "Wp x 1; Wr y 1; Wo y 2 | Ra y; Rp x",
            "0/1/2 0/1",
            "1 0"),
        Litmus.of(
            "volatile load after two volatile stores",
            "Wp x 1; Wv y 1 | Wv y 2 | Rv y; Rp x || y",
            "0/1/2 0/1 | y=1/y=2",
            "1 0 | y=1",
            "1 0 | y=2",
            "2 0 | y=2"),
        Litmus.of(
            "acquire load after two volatile stores",
            "Wp x 1; Wv y 1 | Wv y 2 | Ra y; Rp x || y",
            "0/1/2 0/1 | y=1/y=2",
            "1 0 | y=1",
            "1 0 | y=2"),

        // Coherence
        Litmus.of("CoRR opaque", "Wo x 1; Wo x 2 | Ro x; Ro x", "0/1/2 0/1/2", "1 0", "2 0", "2 1"),
        Litmus.of("CoRR plain", "Wp x 1; Wp x 2 | Rp x; Rp x", "0/1/2 0/1/2"),
        Litmus.of("CoWR plain", "Wp x 1; Rp x | Wp x 2", "0/1/2", "0"),
        Litmus.of("CoWW plain", "Wp x 1; Wp x 2 || x", "x=1/x=2", "x=1"),
        Litmus.of("2+2W opaque", "Wo x 1; Wo y 2 | Wo y 1; Wo x 2 || x y", "x=1/x=2 y=1/y=2")
            .missing("x=1 y=1"),
        Litmus.of("2+2W release", "Wr x 1; Wr y 2 | Wr y 1; Wr x 2 || x y", "x=1/x=2 y=1/y=2")
            .missing("x=1 y=1"),
        Litmus.of(
            "2+2W volatile",
            "Wv x 1; Wv y 2 | Wv y 1; Wv x 2 || x y",
            "x=1/x=2 y=1/y=2",
            "x=1 y=1"),

        // Load buffering
        Litmus.of("LB plain", "Rp x; Wp y 1 | Rp y; Wp x 1", "0/1 | 0/1").missing("1 | 1"),
        Litmus.of("LB opaque", "Ro x; Wo y 1 | Ro y; Wo x 1", "0/1 | 0/1", "1 | 1"),
        Litmus.of("LB acquire, release", "Ra x; Wr y 1 | Ra y; Wr x 1", "0/1 | 0/1", "1 | 1"),

        // S and R: a store after a load, a load after a store
        Litmus.of("S opaque", "Wo x 2; Wo y 1 | Ro y; Wo x 1 || x", "0/1 | x=1/x=2")
            .missing("1 | x=2"),
        Litmus.of(
            "S release, acquire", "Wo x 2; Wr y 1 | Ra y; Wo x 1 || x", "0/1 | x=1/x=2", "1 | x=2"),
        Litmus.of("R opaque", "Wo x 1; Wo y 1 | Wo y 2; Ro x || y", "0/1 | y=1/y=2"),
        Litmus.of("R volatile, acquire", "Wv x 1; Wv y 1 | Wv y 2; Ra x || y", "0/1 | y=1/y=2"),
        Litmus.of("R volatile", "Wv x 1; Wv y 1 | Wv y 2; Rv x || y", "0/1 | y=1/y=2", "0 | y=2"),
        Litmus.of(
            "R full fences",
            "Wo x 1; F full; Wo y 1 | Wo y 2; F full; Ro x || y",
            "0/1 | y=1/y=2",
            "0 | y=2"),

        // Causality among three and four threads
        Litmus.of(
            "WRC opaque load", "Wo x 1 | Ro x; Wr y 1 | Ra y; Ro x", "0/1 | 0/1 0/1", "1 | 1 0"),
        Litmus.of("WRC plain load", "Wo x 1 | Rp x; Wr y 1 | Ra y; Ro x", "0/1 | 0/1 0/1"),
        Litmus.of("IRIW acquire", "Wr x 1 | Wr y 1 | Ra x; Ra y | Ra y; Ra x", "0/1 0/1 | 0/1 0/1"),
        Litmus.of(
            "IRIW volatile",
            "Wv x 1 | Wv y 1 | Rv x; Rv y | Rv y; Rv x",
            "0/1 0/1 | 0/1 0/1",
            "1 0 | 1 0"),
        Litmus.of(
            "IRIW full fences",
            "Wo x 1 | Wo y 1 | Ro x; F full; Ro y | Ro y; F full; Ro x",
            "0/1 0/1 | 0/1 0/1",
            "1 0 | 1 0"),

        // Read-modify-write
        Litmus.of(
            "two updates",
            "Aa x 1 | Ar x 1 || x",
            "0/1 | 0/1 | x=1/x=2",
            "0 | 0 | x=1",
            "0 | 0 | x=2",
            "1 | 1 | x=1",
            "1 | 1 | x=2",
            "0 | 1 | x=1",
            "1 | 0 | x=1"),
        Litmus.of("two compare-and-sets", "Cv x 0 1 | Cv x 0 2", "0/2 | 0/1", "0 | 0", "2 | 1"),
        Litmus.of(
            "weak compare-and-set",
            "Ev x 0 1 || x",
            "true/false | x=0/x=1",
            "true | x=0",
            "false | x=1"));
  }
}
