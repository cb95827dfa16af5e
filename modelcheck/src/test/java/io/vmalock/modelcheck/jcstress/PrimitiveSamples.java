package io.vmalock.modelcheck.jcstress;

import static io.vmalock.modelcheck.check.Expect.INTERESTING;
import static io.vmalock.modelcheck.jcstress.Sample.one;
import static io.vmalock.modelcheck.jcstress.Sample.two;

import io.vmalock.modelcheck.jcstress.Sample.Results;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** jcstress's packages {@code primitives.rmw}, {@code singletons} and {@code lazy}. */
final class PrimitiveSamples {
  private PrimitiveSamples() {}

  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>(updates());
    samples.addAll(effects());
    samples.addAll(singletons());
    samples.addAll(lazy());
    return samples;
  }

  private static List<Sample> updates() {
    return List.of(
        new Sample("RMW_01_UncontendedSuccess.Strong")
            .acceptable("true")
            .forbidden("false")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(sc, r, () -> r.r1 = Shared.X.compareAndSet(s, 0, 1), () -> r.r2 = s.x);
                }),
        new Sample("RMW_01_UncontendedSuccess.Weak")
            .acceptable("true")
            .interesting("false")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(sc, r, () -> r.r1 = Shared.X.weakCompareAndSet(s, 0, 1), () -> r.r2 = s.x);
                }),
        new Sample("RMW_02_ContendedSuccess.Strong")
            .acceptable("true, false", "false, true")
            .forbidden("false, false", "true, true")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = Shared.X.compareAndSet(s, 0, 1),
                      () -> r.r2 = Shared.X.compareAndSet(s, 0, 1));
                }),
        new Sample("RMW_02_ContendedSuccess.Weak")
            .acceptable("true, false", "false, true")
            .interesting("false, false")
            .forbidden("true, true")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = Shared.X.weakCompareAndSet(s, 0, 1),
                      () -> r.r2 = Shared.X.weakCompareAndSet(s, 0, 1));
                })
            .within(2, 2, 5_000),
        new Sample("RMW_03_ConflictSameValue.Strong")
            .acceptable("true")
            .forbidden("false")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> r.r1 = Shared.X.compareAndSet(s, 0, 1),
                      () -> Shared.X.setVolatile(s, 0));
                }),
        new Sample("RMW_03_ConflictSameValue.Weak")
            .acceptable("true")
            .interesting("false")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> r.r1 = Shared.X.weakCompareAndSet(s, 0, 1),
                      () -> Shared.X.setVolatile(s, 0));
                }),
        new Sample("RMW_04_ConflictCoherence")
            .acceptable("true, false", "false, true", "false, false")
            .forbidden("true, true")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(() -> Shared.X.set(s, 1));
                  two(
                      sc,
                      r,
                      () -> r.r1 = Shared.X.weakCompareAndSetPlain(s, 1, 2),
                      () -> r.r2 = Shared.X.weakCompareAndSetPlain(s, 1, 3));
                }),
        new Sample("RMW_05_AcquireOnSuccess")
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
                        Shared.Y.setVolatile(s, 1);
                      },
                      () -> {
                        r.r1 = Shared.Y.compareAndSet(s, 1, 0) ? 1 : 0;
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_06_ReleaseOnSuccess")
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
                        Shared.Y.compareAndSet(s, 0, 1);
                      },
                      () -> {
                        r.r1 = (int) Shared.Y.getVolatile(s);
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_07_AcquireOnFailure")
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
                        Shared.Y.setVolatile(s, 1);
                      },
                      () -> {
                        r.r1 = Shared.Y.compareAndSet(s, 0, 1) ? 0 : 1;
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_08_ReleaseOnFailure")
            .acceptable("0, 0", "0, 1")
            .forbidden("1, 0", "1, 1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.x = 1;
                        Shared.Y.compareAndSet(s, 1, 0);
                      },
                      () -> {
                        r.r1 = (int) Shared.Y.getVolatile(s);
                        r.r2 = s.x;
                      });
                }));
  }

  private static List<Sample> effects() {
    return List.of(
        new Sample("RMW_09_GAS_Effects.CTS_CTS")
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
                        int seen = s.vy;
                        if (seen == 1) {
                          s.vy = 0;
                        }
                        r.r1 = seen;
                      },
                      () -> {
                        if (s.vy == 0) {
                          s.vy = 1;
                        }
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_09_GAS_Effects.CAS_CAS")
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
                        r.r1 = Shared.Y.compareAndSet(s, 1, 0) ? 1 : 0;
                      },
                      () -> {
                        Shared.Y.compareAndSet(s, 0, 1);
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_09_GAS_Effects.GTS_CAS")
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
                        int seen = (int) Shared.Y.getVolatile(s);
                        Shared.Y.setVolatile(s, 0);
                        r.r1 = seen;
                      },
                      () -> {
                        Shared.Y.compareAndSet(s, 0, 1);
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_09_GAS_Effects.GAS_CAS")
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
                        s.x = 1;
                        r.r1 = (int) Shared.Y.getAndSet(s, 0);
                      },
                      () -> {
                        Shared.Y.compareAndSet(s, 0, 1);
                        r.r2 = s.x;
                      });
                }),
        new Sample("RMW_10_FailureWitness.BooleanCAS")
            .acceptable("false, 1", "true, 0", "true, 1")
            .interesting("false, 0")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        r.r1 = Shared.X.compareAndSet(s, 0, 1);
                        r.r2 = (int) Shared.X.get(s);
                      });
                  sc.thread(() -> Shared.X.set(s, 0));
                  sc.thread(() -> Shared.X.set(s, 1));
                  sc.after(() -> sc.observe(r.two()));
                }),
        new Sample("RMW_10_FailureWitness.WitnessCAS")
            .acceptable("false, 1", "true, 0", "true, 1")
            .forbidden("false, 0")
            .without("the sample's own code rules it out, and jcstress never sees it", "true, 1")
            .body(
                sc -> {
                  Shared s = new Shared();
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        int witness = (int) Shared.X.compareAndExchange(s, 0, 1);
                        r.r1 = witness == 0;
                        r.r2 = witness;
                      });
                  sc.thread(() -> Shared.X.set(s, 0));
                  sc.thread(() -> Shared.X.set(s, 1));
                  sc.after(() -> sc.observe(r.two()));
                }));
  }

  private static List<Sample> singletons() {
    return List.of(
        new Sample("Singleton_01_BrokenUnsynchronized.Final")
            .acceptable("data1, data1", "data2, data2")
            .others(INTERESTING)
            .body(
                sc -> {
                  Factory factory = new Unsynchronized();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new FinalData("data1")),
                      () -> r.r2 = factory.map(() -> new FinalData("data2")));
                }),
        new Sample("Singleton_01_BrokenUnsynchronized.NonFinal")
            .acceptable("data1, data1", "data2, data2")
            .others(INTERESTING)
            .body(
                sc -> {
                  Factory factory = new Unsynchronized();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new PlainData("data1")),
                      () -> r.r2 = factory.map(() -> new PlainData("data2")));
                }),
        new Sample("Singleton_02_BrokenVolatile.Final")
            .acceptable("data1, data1", "data2, data2")
            .others(INTERESTING)
            .body(
                sc -> {
                  Factory factory = new VolatileInstance();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new FinalData("data1")),
                      () -> r.r2 = factory.map(() -> new FinalData("data2")));
                }),
        new Sample("Singleton_02_BrokenVolatile.NonFinal")
            .acceptable("data1, data1", "data2, data2")
            .others(INTERESTING)
            .forbidden("null-data, data2", "data1, null-data")
            .body(
                sc -> {
                  Factory factory = new VolatileInstance();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new PlainData("data1")),
                      () -> r.r2 = factory.map(() -> new PlainData("data2")));
                }),
        new Sample("Singleton_06_AcquireReleaseDCL.NonFinal")
            .acceptable("data1, data1", "data2, data2")
            .body(
                sc -> {
                  Factory factory = new AcquireRelease();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new PlainData("data1")),
                      () -> r.r2 = factory.map(() -> new PlainData("data2")));
                }),
        new Sample("Singleton_07_BrokenNonVolatileDCL.Final")
            .acceptable("data1, data1", "data2, data2")
            .body(
                sc -> {
                  Factory factory = new NonVolatile();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new FinalData("data1")),
                      () -> r.r2 = factory.map(() -> new FinalData("data2")));
                }),
        new Sample("Singleton_07_BrokenNonVolatileDCL.NonFinal")
            .acceptable("data1, data1", "data2, data2")
            .interesting("data1, null-data", "null-data, data2")
            .body(
                sc -> {
                  Factory factory = new NonVolatile();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = factory.map(() -> new PlainData("data1")),
                      () -> r.r2 = factory.map(() -> new PlainData("data2")));
                }));
  }

  private static List<Sample> lazy() {
    return List.of(
        new Sample("Lazy_01_BrokenFactory.Basic")
            .acceptable("data, data")
            .body(
                sc -> {
                  Lazy lazy = new BrokenFactory(() -> new FinalData("data"));
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = Lazy.map(lazy), () -> r.r2 = Lazy.map(lazy));
                }),
        new Sample("Lazy_01_BrokenFactory.RacyOneWay")
            .acceptable("null-lazy", "data")
            .interesting("dup", "exception")
            .body(
                sc -> {
                  Lazy[] lazy = new Lazy[1];
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> lazy[0] = new BrokenFactory(new Once()),
                      () -> r.r1 = Lazy.map(lazy[0]));
                }),
        new Sample("Lazy_04_BrokenOneShot.Basic")
            .acceptable("data, data")
            .body(
                sc -> {
                  Lazy lazy = new OneShot(new Once());
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = Lazy.map(lazy), () -> r.r2 = Lazy.map(lazy));
                }),
        new Sample("Lazy_04_BrokenOneShot.NullHolder")
            .acceptable("null-holder, null-holder")
            .body(
                sc -> {
                  Lazy lazy = new OneShot(() -> null);
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = Lazy.map(lazy), () -> r.r2 = Lazy.map(lazy));
                }),
        new Sample("Lazy_04_BrokenOneShot.RacyOneWay")
            .acceptable("data", "null-lazy")
            .interesting("null-holder")
            .body(
                sc -> {
                  Lazy[] lazy = new Lazy[1];
                  Results r = new Results();
                  one(
                      sc,
                      r,
                      () -> lazy[0] = new OneShot(new Once()),
                      () -> r.r1 = Lazy.map(lazy[0]));
                }));
  }

  private interface Data {
    String text();
  }

  private static final class FinalData implements Data {
    private final String text;

    FinalData(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private static final class PlainData implements Data {
    private String text;

    PlainData(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private abstract static class Factory {
    abstract Data get(Supplier<Data> supplier);

    String map(Supplier<Data> supplier) {
      Data data = get(supplier);
      if (data == null) {
        return "null-object";
      }
      String text = data.text();
      return text == null ? "null-data" : text;
    }
  }

  private static final class Unsynchronized extends Factory {
    private Data instance;

    @Override
    Data get(Supplier<Data> supplier) {
      if (instance == null) {
        instance = supplier.get();
      }
      return instance;
    }
  }

  private static final class VolatileInstance extends Factory {
    private volatile Data instance;

    @Override
    Data get(Supplier<Data> supplier) {
      if (instance == null) {
        instance = supplier.get();
      }
      return instance;
    }
  }

  private static final class NonVolatile extends Factory {
    private Data instance;

    @Override
    Data get(Supplier<Data> supplier) {
      Data seen = instance;
      if (seen != null) {
        return seen;
      }
      synchronized (this) {
        if (instance == null) {
          instance = supplier.get();
        }
        return instance;
      }
    }
  }

  private static final class AcquireRelease extends Factory {
    private static final VarHandle INSTANCE = handle();

    private Data instance;

    private static VarHandle handle() {
      try {
        return MethodHandles.lookup().findVarHandle(AcquireRelease.class, "instance", Data.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    @Override
    Data get(Supplier<Data> supplier) {
      Data seen = (Data) INSTANCE.getAcquire(this);
      if (seen != null) {
        return seen;
      }
      synchronized (this) {
        if (instance == null) {
          INSTANCE.setRelease(this, supplier.get());
        }
        return instance;
      }
    }
  }

  /** Gives its object once. */
  private static final class Once implements Supplier<Data> {
    private boolean first = true;

    @Override
    public Data get() {
      if (!first) {
        throw new IllegalStateException("dup");
      }
      first = false;
      return new FinalData("data");
    }
  }

  private abstract static class Lazy {
    abstract Data get();

    static String map(Lazy lazy) {
      if (lazy == null) {
        return "null-lazy";
      }
      try {
        Data data = lazy.get();
        return data == null ? "null-holder" : data.text();
      } catch (IllegalStateException e) {
        return "dup";
      } catch (RuntimeException e) {
        return "exception";
      }
    }
  }

  private static final class BrokenFactory extends Lazy {
    private Supplier<Data> factory;
    private volatile Data instance;

    BrokenFactory(Supplier<Data> factory) {
      this.factory = factory;
    }

    @Override
    Data get() {
      Data seen = instance;
      if (seen != null) {
        return seen;
      }
      synchronized (this) {
        if (instance == null) {
          instance = factory.get();
        }
        return instance;
      }
    }
  }

  private static final class OneShot extends Lazy {
    private volatile Supplier<Data> factory;
    private Data instance;

    OneShot(Supplier<Data> factory) {
      this.factory = factory;
    }

    @Override
    Data get() {
      if (factory == null) {
        return instance;
      }
      synchronized (this) {
        if (factory != null) {
          instance = factory.get();
          factory = null;
        }
        return instance;
      }
    }
  }
}
