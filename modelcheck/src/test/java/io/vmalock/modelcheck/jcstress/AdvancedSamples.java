package io.vmalock.modelcheck.jcstress;

import static io.vmalock.modelcheck.check.Expect.ACCEPTABLE;
import static io.vmalock.modelcheck.check.Expect.INTERESTING;
import static io.vmalock.modelcheck.jcstress.Sample.one;
import static io.vmalock.modelcheck.jcstress.Sample.two;

import io.vmalock.modelcheck.jcstress.Sample.Results;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** jcstress's package {@code jmm.advanced}: what the memory model is not. */
final class AdvancedSamples {
  private static final String[] SOME_LOST = {"2", "3", "4"};

  private AdvancedSamples() {}

  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>(orders());
    samples.addAll(publications());
    samples.addAll(fences());
    return samples;
  }

  private static List<Sample> orders() {
    return List.of(
        new Sample("AdvancedJMM_01_SynchronizedBarriers")
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
                        synchronized (s) {
                          s.x = 1;
                        }
                        synchronized (s) {
                          s.y = 1;
                        }
                      },
                      () -> {
                        r.r1 = (int) Shared.Y.getVolatile(s);
                        r.r2 = (int) Shared.X.getVolatile(s);
                      });
                }),
        new Sample("AdvancedJMM_02_MultiCopyAtomic.OpaqueIRIW")
            .interesting("1, 0, 1, 0")
            .others(ACCEPTABLE)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> Shared.X.setOpaque(s, 1));
                  sc.thread(() -> Shared.Y.setOpaque(s, 1));
                  sc.thread(
                      () -> {
                        r.r1 = (int) Shared.X.getOpaque(s);
                        r.r2 = (int) Shared.Y.getOpaque(s);
                      });
                  sc.thread(
                      () -> {
                        r.r3 = (int) Shared.Y.getOpaque(s);
                        r.r4 = (int) Shared.X.getOpaque(s);
                      });
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("AdvancedJMM_02_MultiCopyAtomic.FencedIRIWTest")
            .interesting("1, 0, 1, 0")
            .others(ACCEPTABLE)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        s.x = 1;
                      });
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        s.y = 1;
                      });
                  sc.thread(
                      () -> {
                        r.r1 = s.x;
                        VarHandle.acquireFence();
                        r.r2 = s.y;
                        VarHandle.acquireFence();
                      });
                  sc.thread(
                      () -> {
                        r.r3 = s.y;
                        VarHandle.acquireFence();
                        r.r4 = s.x;
                        VarHandle.acquireFence();
                      });
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("AdvancedJMM_02_MultiCopyAtomic.FullyFencedIRIWTest")
            .interesting("1, 0, 1, 0")
            .others(ACCEPTABLE)
            .without("jcstress never sees it either: full fences have one order", "1, 0, 1, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        s.x = 1;
                      });
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        s.y = 1;
                      });
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        r.r1 = s.x;
                        VarHandle.fullFence();
                        r.r2 = s.y;
                        VarHandle.acquireFence();
                      });
                  sc.thread(
                      () -> {
                        VarHandle.fullFence();
                        r.r3 = s.y;
                        VarHandle.fullFence();
                        r.r4 = s.x;
                        VarHandle.acquireFence();
                      });
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("AdvancedJMM_03_NonMCA_Coherence")
            .forbidden(
                "0, 1, 1, 0", "1, 0, 0, 1", "1, 2, 2, 1", "2, 1, 1, 2", "0, 2, 2, 0", "2, 0, 0, 2")
            .others(ACCEPTABLE)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> Shared.X.setOpaque(s, 1));
                  sc.thread(() -> Shared.X.setOpaque(s, 2));
                  sc.thread(
                      () -> {
                        r.r1 = (int) Shared.X.getOpaque(s);
                        r.r2 = (int) Shared.X.getOpaque(s);
                      });
                  sc.thread(
                      () -> {
                        r.r3 = (int) Shared.X.getOpaque(s);
                        r.r4 = (int) Shared.X.getOpaque(s);
                      });
                  sc.after(() -> sc.observe(r.four()));
                }),
        new Sample("AdvancedJMM_04_LosingUpdates.Volatiles")
            .acceptable("10", "9", "8", "7", "6", "5")
            .interesting(SOME_LOST)
            .forbidden("0", "1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  for (int i = 0; i < 2; i++) {
                    sc.thread(
                        () -> {
                          for (int n = 0; n < 5; n++) {
                            s.vx++;
                          }
                        });
                  }
                  sc.after(() -> sc.observe(s.vx));
                })
            .within(4, 0, 5_000),
        new Sample("AdvancedJMM_04_LosingUpdates.Atomics")
            .acceptable("10")
            .body(
                sc -> {
                  AtomicInteger counter = new AtomicInteger();
                  for (int i = 0; i < 2; i++) {
                    sc.thread(
                        () -> {
                          for (int n = 0; n < 5; n++) {
                            counter.incrementAndGet();
                          }
                        });
                  }
                  sc.after(() -> sc.observe(counter.get()));
                }));
  }

  private static List<Sample> publications() {
    return List.of(
        new Sample("AdvancedJMM_05_MisplacedVolatile.Racy")
            .acceptable("-1", "42")
            .interesting("0")
            .body(
                sc -> {
                  Shared.Holder holder = new Shared.Holder();
                  Results r = new Results();
                  one(sc, r, () -> holder.value = new Shared.One(42), () -> r.r1 = holder.value.x);
                }),
        new Sample("AdvancedJMM_05_MisplacedVolatile.NonRacy")
            .acceptable("-1", "42")
            .forbidden("0")
            .body(
                sc -> {
                  Shared.VolatileHolder holder = new Shared.VolatileHolder();
                  Results r = new Results();
                  one(sc, r, () -> holder.value = new Shared.One(42), () -> r.r1 = holder.value.x);
                }),
        new Sample("AdvancedJMM_06_SemiSynchronized.Racy")
            .acceptable("-1", "42")
            .interesting("0")
            .body(
                sc -> {
                  Shared.Holder holder = new Shared.Holder();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> holder.setSynchronized(new Shared.One(42)),
                      () -> r.r1 = holder.value.x);
                }),
        new Sample("AdvancedJMM_06_SemiSynchronized.NonRacy")
            .acceptable("-1", "42")
            .forbidden("0")
            .body(
                sc -> {
                  Shared.Holder holder = new Shared.Holder();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> holder.setSynchronized(new Shared.One(42)),
                      () -> r.r1 = holder.getSynchronized().x);
                }),
        new Sample("AdvancedJMM_07_SemiVolatile.RacyWrite")
            .acceptable("-1", "10")
            .others(INTERESTING)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> Shared.PLAIN.set(s, new Shared.Plain(1)),
                      () -> r.r1 = sum((Shared.Plain) Shared.PLAIN.getVolatile(s)));
                }),
        new Sample("AdvancedJMM_07_SemiVolatile.RacyRead")
            .acceptable("-1", "10")
            .others(INTERESTING)
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> Shared.PLAIN.setVolatile(s, new Shared.Plain(1)),
                      () -> r.r1 = sum((Shared.Plain) Shared.PLAIN.get(s)));
                }),
        new Sample("AdvancedJMM_07_SemiVolatile.NonRacy")
            .acceptable("-1", "10")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> s.volatilePlain = new Shared.Plain(1),
                      () -> r.r1 = sum(s.volatilePlain));
                }),
        new Sample("AdvancedJMM_08_ArrayVolatility.DeclarationSite")
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
                        int[] array = s.array;
                        array[0] = 1;
                        array[1] = 1;
                      },
                      () -> {
                        int[] array = s.array;
                        r.r1 = array[1];
                        r.r2 = array[0];
                      });
                }),
        new Sample("AdvancedJMM_08_ArrayVolatility.UseSite")
            .acceptable("0, 0", "1, 1", "0, 1")
            .forbidden("1, 0")
            .body(
                sc -> {
                  int[] array = new int[2];
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        Shared.ELEMENT.set(array, 0, 1);
                        Shared.ELEMENT.setVolatile(array, 1, 1);
                      },
                      () -> {
                        r.r1 = (int) Shared.ELEMENT.getVolatile(array, 1);
                        r.r2 = (int) Shared.ELEMENT.get(array, 0);
                      });
                }),
        new Sample("AdvancedJMM_10_WrongListReleaseOrder")
            .acceptable("-1", "42")
            .interesting("-2", "-3", "-4")
            .body(
                sc -> {
                  Lists s = new Lists();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> {
                        s.list = new ArrayList<>();
                        s.list.add(42);
                      },
                      () -> r.r1 = s.look());
                }),
        new Sample("AdvancedJMM_13_VolatileVsFinal.Synthetic")
            .acceptable("-1", "42")
            .interesting("0")
            .body(
                sc -> {
                  Shared.VolatileOne[] place = new Shared.VolatileOne[1];
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> place[0] = new Shared.VolatileOne(42),
                      () -> {
                        Shared.VolatileOne seen = place[0];
                        r.r1 = seen == null ? -1 : seen.x;
                      });
                }),
        new Sample("AdvancedJMM_13_VolatileVsFinal.RealLife")
            .acceptable("-1", "42")
            .interesting("0")
            .body(
                sc -> {
                  AtomicInteger[] place = new AtomicInteger[1];
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> place[0] = new AtomicInteger(42),
                      () -> {
                        AtomicInteger seen = place[0];
                        r.r1 = seen == null ? -1 : seen.get();
                      });
                }));
  }

  private static List<Sample> fences() {
    return List.of(
        new Sample("AdvancedJMM_09_WrongReleaseOrder")
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
                        s.vy = 1;
                        s.x = 1;
                      },
                      () -> {
                        r.r1 = s.vy;
                        r.r2 = s.x;
                      });
                }),
        new Sample("AdvancedJMM_11_WrongAcquireOrder")
            .acceptable("0, 0", "1, 1", "0, 1", "1, 0")
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
                        r.r1 = s.x;
                        r.r2 = s.vy;
                      });
                }),
        new Sample("AdvancedJMM_12_WrongAcquireReleaseOrder")
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
                        s.vy = 1;
                        s.x = 1;
                      },
                      () -> {
                        r.r1 = s.x;
                        r.r2 = s.vy;
                      });
                }),
        new Sample("AdvancedJMM_14_SynchronizedAreNotFences.Synchronized")
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
                        synchronized (new Object()) {
                        }
                        s.y = 1;
                      },
                      () -> {
                        r.r1 = s.y;
                        synchronized (new Object()) {
                        }
                        r.r2 = s.x;
                      });
                }),
        new Sample("AdvancedJMM_14_SynchronizedAreNotFences.Fenced")
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
                        VarHandle.releaseFence();
                        s.y = 1;
                      },
                      () -> {
                        r.r1 = s.y;
                        VarHandle.acquireFence();
                        r.r2 = s.x;
                      });
                }),
        new Sample("AdvancedJMM_15_VolatilesAreNotFences.Volatiles")
            .acceptable("0, 0, 0", "1, 1, 1", "0, 0, 1", "0, 1, 1", "1, 0, 1")
            .interesting("1, 0, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        s.x = 1;
                        s.vx = 1;
                        s.y = 1;
                      });
                  sc.thread(
                      () -> {
                        r.r1 = s.y;
                        r.r2 = s.vx;
                        r.r3 = s.x;
                      });
                  sc.after(() -> sc.observe(r.three()));
                })
            .within(2, 2, 5_000));
  }

  private static int sum(Shared.Plain seen) {
    return seen == null ? -1 : seen.x4 + seen.x3 + seen.x2 + seen.x1;
  }

  /** A list that is published before it has its element. */
  private static final class Lists {
    volatile List<Integer> list;

    int look() {
      List<Integer> seen = list;
      if (seen == null) {
        return -1;
      }
      if (seen.isEmpty()) {
        return -2;
      }
      try {
        Integer first = seen.get(0);
        return first == null ? -3 : first;
      } catch (IndexOutOfBoundsException e) {
        return -4;
      }
    }
  }
}
