package io.vmalock.modelcheck.jcstress;

import static io.vmalock.modelcheck.check.Expect.INTERESTING;
import static io.vmalock.modelcheck.jcstress.Sample.one;
import static io.vmalock.modelcheck.jcstress.Sample.terminated;
import static io.vmalock.modelcheck.jcstress.Sample.two;

import io.vmalock.modelcheck.jcstress.Sample.Results;
import java.util.BitSet;
import java.util.List;

/** jcstress's package {@code jmm.basic}: what the memory model is. */
final class BasicSamples {
  private static final String LOOPS =
      "a loop sees a store in the end, unless `HOISTED_LOADS` is permitted: then it livelocks";

  private BasicSamples() {}

  static List<Sample> all() {
    return List.of(
        new Sample("BasicJMM_02_AccessAtomicity.Integers")
            .acceptable("0", "-1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(sc, r, () -> s.x = 0xFFFFFFFF, () -> r.r1 = s.x);
                }),
        new Sample("BasicJMM_02_AccessAtomicity.Longs")
            .acceptable("0", "-1")
            .others(INTERESTING)
            .without("a long is one variable, as on a JVM of 64 bits", "others")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(sc, r, () -> s.wide = 0xFFFFFFFF_FFFFFFFFL, () -> r.r1 = s.wide);
                }),
        new Sample("BasicJMM_02_AccessAtomicity.VolatileLongs")
            .acceptable("0", "-1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(sc, r, () -> s.volatileWide = -1, () -> r.r1 = s.volatileWide);
                }),
        new Sample("BasicJMM_02_AccessAtomicity.OpaqueLongs")
            .acceptable("0", "-1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> Shared.WIDE.setOpaque(s, -1L),
                      () -> r.r1 = (long) Shared.WIDE.getOpaque(s));
                }),
        new Sample("BasicJMM_03_WordTearing.JavaArrays")
            .acceptable("true, true")
            .body(
                sc -> {
                  boolean[] bits = new boolean[2];
                  sc.thread(() -> bits[0] = true);
                  sc.thread(() -> bits[1] = true);
                  sc.after(() -> sc.observe(bits[0] + ", " + bits[1]));
                }),
        new Sample("BasicJMM_03_WordTearing.BitSets")
            .acceptable("true, true")
            .interesting("false, true", "true, false")
            .body(
                sc -> {
                  BitSet bits = new BitSet();
                  sc.thread(() -> bits.set(0));
                  sc.thread(() -> bits.set(1));
                  sc.after(() -> sc.observe(bits.get(0) + ", " + bits.get(1)));
                }),
        new Sample("BasicJMM_03_WordTearing.ByteCAS")
            .acceptable("true, true")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = Shared.A.compareAndSet(s, false, true),
                      () -> r.r2 = Shared.B.compareAndSet(s, false, true));
                }),
        new Sample("BasicJMM_04_Progress.PlainSpin")
            .acceptable("TERMINATED")
            .interesting("STALE")
            .without(LOOPS, "STALE")
            .body(
                sc -> {
                  Shared s = new Shared();
                  terminated(
                      sc,
                      () -> {
                        while (!s.ready) {}
                      },
                      () -> s.ready = true);
                })
            .within(1, 1, 500),
        new Sample("BasicJMM_04_Progress.VolatileSpin")
            .acceptable("TERMINATED")
            .interesting("STALE")
            .without("jcstress never sees it either: a volatile store is seen in the end", "STALE")
            .body(
                sc -> {
                  Shared s = new Shared();
                  terminated(
                      sc,
                      () -> {
                        while (!s.volatileReady) {}
                      },
                      () -> s.volatileReady = true);
                })
            .within(1, 1, 500),
        new Sample("BasicJMM_04_Progress.OpaqueSpin")
            .acceptable("TERMINATED")
            .forbidden("STALE")
            .body(
                sc -> {
                  Shared s = new Shared();
                  terminated(
                      sc,
                      () -> {
                        while (!(boolean) Shared.READY.getOpaque(s)) {}
                      },
                      () -> Shared.READY.setOpaque(s, true));
                })
            .within(1, 1, 500),
        new Sample("BasicJMM_04_Progress.SyncSpin")
            .acceptable("TERMINATED")
            .interesting("STALE")
            .without("jcstress never sees it either: a monitor shows what it guards", "STALE")
            .body(
                sc -> {
                  Shared s = new Shared();
                  terminated(
                      sc,
                      () -> {
                        while (true) {
                          synchronized (s) {
                            if (s.ready) {
                              break;
                            }
                          }
                        }
                      },
                      () -> {
                        synchronized (s) {
                          s.ready = true;
                        }
                      });
                })
            .within(1, 1, 500),
        new Sample("BasicJMM_05_Coherence.SameRead")
            .acceptable("0, 0", "1, 1", "0, 1")
            .interesting("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> s.x = 1,
                      () -> {
                        r.r1 = s.x;
                        r.r2 = s.x;
                      });
                }),
        new Sample("BasicJMM_05_Coherence.SameVolatileRead")
            .acceptable("0, 0", "1, 1", "0, 1")
            .forbidden("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> s.vx = 1,
                      () -> {
                        r.r1 = s.vx;
                        r.r2 = s.vx;
                      });
                }),
        new Sample("BasicJMM_05_Coherence.SameOpaqueRead")
            .acceptable("0, 0", "1, 1", "0, 1")
            .forbidden("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> Shared.X.setOpaque(s, 1),
                      () -> {
                        r.r1 = (int) Shared.X.getOpaque(s);
                        r.r2 = (int) Shared.X.getOpaque(s);
                      });
                }),
        new Sample("BasicJMM_06_Causality.PlainReads")
            .acceptable("0, 0", "1, 1", "0, 1")
            .interesting("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.x = 1;
                        s.y = 1;
                      },
                      () -> {
                        r.r1 = s.y;
                        r.r2 = s.x;
                      });
                }),
        new Sample("BasicJMM_06_Causality.OpaqueReads")
            .acceptable("0, 0", "1, 1", "0, 1")
            .interesting("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        Shared.X.setOpaque(s, 1);
                        Shared.Y.setOpaque(s, 1);
                      },
                      () -> {
                        r.r1 = (int) Shared.Y.getOpaque(s);
                        r.r2 = (int) Shared.X.getOpaque(s);
                      });
                }),
        new Sample("BasicJMM_06_Causality.VolatileGuard")
            .acceptable("0, 0", "1, 1", "0, 1")
            .forbidden("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.x = 1;
                        s.vy = 1;
                      },
                      () -> {
                        r.r1 = s.vy;
                        r.r2 = s.x;
                      });
                }),
        new Sample("BasicJMM_06_Causality.AcquireReleaseGuard")
            .acceptable("0, 0", "1, 1", "0, 1")
            .forbidden("1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.x = 1;
                        Shared.Y.setRelease(s, 1);
                      },
                      () -> {
                        r.r1 = (int) Shared.Y.getAcquire(s);
                        r.r2 = s.x;
                      });
                }),
        new Sample("BasicJMM_06_Causality.LockGuard")
            .acceptable("0, 0", "1, 1")
            .forbidden("0, 1", "1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        synchronized (s) {
                          s.x = 1;
                          s.y = 1;
                        }
                      },
                      () -> {
                        synchronized (s) {
                          r.r1 = s.y;
                          r.r2 = s.x;
                        }
                      });
                }),
        new Sample("BasicJMM_07_Consensus.PlainDekker")
            .acceptable("0, 1", "1, 0", "1, 1")
            .interesting("0, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.x = 1;
                        r.r1 = s.y;
                      },
                      () -> {
                        s.y = 1;
                        r.r2 = s.x;
                      });
                }),
        new Sample("BasicJMM_07_Consensus.VolatileDekker")
            .acceptable("0, 1", "1, 0", "1, 1")
            .forbidden("0, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.vx = 1;
                        r.r1 = s.vy;
                      },
                      () -> {
                        s.vy = 1;
                        r.r2 = s.vx;
                      });
                }),
        new Sample("BasicJMM_07_Consensus.AcqRelDekker")
            .acceptable("0, 1", "1, 0", "1, 1")
            .interesting("0, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        Shared.X.setRelease(s, 1);
                        r.r1 = (int) Shared.Y.getAcquire(s);
                      },
                      () -> {
                        Shared.Y.setRelease(s, 1);
                        r.r2 = (int) Shared.X.getAcquire(s);
                      });
                }),
        new Sample("BasicJMM_08_Finals.PlainInit")
            .acceptable("-1, -1, -1, -1", "1, 2, 3, 4")
            .others(INTERESTING)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> s.plain = new Shared.Plain(1));
                  sc.thread(() -> look(s.plain, r));
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("BasicJMM_08_Finals.OpaqueInit")
            .acceptable("-1, -1, -1, -1", "1, 2, 3, 4")
            .others(INTERESTING)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> Shared.PLAIN.setOpaque(s, new Shared.Plain(1)));
                  sc.thread(() -> look((Shared.Plain) Shared.PLAIN.getOpaque(s), r));
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("BasicJMM_08_Finals.FinalInit")
            .acceptable("-1, -1, -1, -1", "1, 2, 3, 4")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> s.finals = new Shared.Finals(1));
                  sc.thread(
                      () -> {
                        Shared.Finals seen = s.finals;
                        r.r1 = seen == null ? -1 : seen.x1;
                        r.r2 = seen == null ? -1 : seen.x2;
                        r.r3 = seen == null ? -1 : seen.x3;
                        r.r4 = seen == null ? -1 : seen.x4;
                      });
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("BasicJMM_09_BenignRaces.Full")
            .acceptable("42, 42")
            .body(
                sc -> {
                  Benign s = new Benign();
                  Results r = new Results();
                  sc.thread("eraser", () -> s.finalInstance = null);
                  two(sc, r, () -> r.r1 = s.full(), () -> r.r2 = s.full());
                }),
        new Sample("BasicJMM_09_BenignRaces.NonFinal")
            .acceptable("42, 42")
            .others(INTERESTING)
            .body(
                sc -> {
                  Benign s = new Benign();
                  Results r = new Results();
                  sc.thread("eraser", () -> s.instance = null);
                  two(sc, r, () -> r.r1 = s.nonFinal(), () -> r.r2 = s.nonFinal());
                }),
        new Sample("BasicJMM_09_BenignRaces.DoubleRead")
            .acceptable("42, 42")
            .others(INTERESTING)
            .body(
                sc -> {
                  Benign s = new Benign();
                  Results r = new Results();
                  sc.thread("eraser", () -> s.finalInstance = null);
                  two(sc, r, () -> r.r1 = s.doubleRead(), () -> r.r2 = s.doubleRead());
                }),
        new Sample("BasicJMM_10_OOTA")
            .acceptable("0, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  sc.thread(
                      () -> {
                        if (s.x == 1) {
                          s.y = 1;
                        }
                      });
                  sc.thread(
                      () -> {
                        if (s.y == 1) {
                          s.x = 1;
                        }
                      });
                  sc.after(() -> sc.observe(s.x + ", " + s.y));
                }));
  }

  private static void look(Shared.Plain seen, Results r) {
    r.r1 = seen == null ? -1 : seen.x1;
    r.r2 = seen == null ? -1 : seen.x2;
    r.r3 = seen == null ? -1 : seen.x3;
    r.r4 = seen == null ? -1 : seen.x4;
  }

  /** Makes an object where none is seen. */
  private static final class Benign {
    Shared.FinalOne finalInstance;
    Shared.One instance;

    int full() {
      Shared.FinalOne seen = finalInstance;
      if (seen == null) {
        seen = new Shared.FinalOne(42);
        finalInstance = seen;
      }
      return seen.x;
    }

    int nonFinal() {
      Shared.One seen = instance;
      if (seen == null) {
        seen = new Shared.One(42);
        instance = seen;
      }
      return seen.x;
    }

    int doubleRead() {
      if (finalInstance == null) {
        finalInstance = new Shared.FinalOne(42);
      }
      Shared.FinalOne seen = finalInstance;
      return seen == null ? -1 : seen.x;
    }
  }
}
