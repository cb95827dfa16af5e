package io.vmalock.modelcheck.jcstress;

import static io.vmalock.modelcheck.check.Expect.ACCEPTABLE;
import static io.vmalock.modelcheck.jcstress.Sample.terminated;
import static io.vmalock.modelcheck.jcstress.Sample.two;

import io.vmalock.modelcheck.jcstress.Sample.Results;
import io.vmalock.modelcheck.program.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** jcstress's packages {@code problems}, {@code primitives.mutex} and {@code library}. */
final class ProblemSamples {
  private ProblemSamples() {}

  static List<Sample> all() {
    List<Sample> samples = new ArrayList<>(mutexes());
    samples.addAll(races());
    samples.addAll(classics());
    return samples;
  }

  private static Sample mutex(String name) {
    return new Sample(name).acceptable("1, 2", "2, 1").forbidden("1, 1");
  }

  private static List<Sample> mutexes() {
    return List.of(
        mutex("Mutex_01_PetersonAlgorithm")
            .body(
                sc -> {
                  Flags s = new Flags();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.want1 = true;
                        s.turn = 2;
                        while (s.want2 && s.turn == 2) {}
                        r.r1 = ++s.v;
                        s.want1 = false;
                      },
                      () -> {
                        s.want2 = true;
                        s.turn = 1;
                        while (s.want1 && s.turn == 1) {}
                        r.r2 = ++s.v;
                        s.want2 = false;
                      });
                })
            .within(2, 1, 1_000),
        mutex("Mutex_02_DekkerAlgorithm")
            .body(
                sc -> {
                  Flags s = new Flags();
                  s.turn = 1;
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        s.want1 = true;
                        while (s.want2) {
                          if (s.turn != 1) {
                            s.want1 = false;
                            while (s.turn != 1) {}
                            s.want1 = true;
                          }
                        }
                        r.r1 = ++s.v;
                        s.turn = 2;
                        s.want1 = false;
                      },
                      () -> {
                        s.want2 = true;
                        while (s.want1) {
                          if (s.turn != 2) {
                            s.want2 = false;
                            while (s.turn != 2) {}
                            s.want2 = true;
                          }
                        }
                        r.r2 = ++s.v;
                        s.turn = 1;
                        s.want2 = false;
                      });
                })
            .within(2, 1, 1_000),
        mutex("Mutex_03_SpinLock")
            .body(
                sc -> {
                  Flags s = new Flags();
                  AtomicBoolean taken = new AtomicBoolean();
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = spun(taken, s), () -> r.r2 = spun(taken, s));
                })
            .within(2, 1, 1_000),
        mutex("Mutex_04_Synchronized")
            .body(
                sc -> {
                  Flags s = new Flags();
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        synchronized (s) {
                          r.r1 = ++s.v;
                        }
                      },
                      () -> {
                        synchronized (s) {
                          r.r2 = ++s.v;
                        }
                      });
                }),
        mutex("Mutex_05_ReentrantLock")
            .body(
                sc -> {
                  Flags s = new Flags();
                  ReentrantLock lock = new ReentrantLock();
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = locked(lock, s), () -> r.r2 = locked(lock, s));
                }),
        mutex("Mutex_06_Semaphore")
            .body(
                sc -> {
                  Flags s = new Flags();
                  Semaphore permit = new Semaphore(1);
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = permitted(permit, s), () -> r.r2 = permitted(permit, s));
                }));
  }

  private static int spun(AtomicBoolean taken, Flags s) {
    while (taken.get() || !taken.compareAndSet(false, true)) {}
    int value = ++s.v;
    taken.set(false);
    return value;
  }

  private static int locked(ReentrantLock lock, Flags s) {
    lock.lock();
    try {
      return ++s.v;
    } finally {
      lock.unlock();
    }
  }

  private static int permitted(Semaphore permit, Flags s) {
    permit.acquireUninterruptibly();
    try {
      return ++s.v;
    } finally {
      permit.release();
    }
  }

  private static List<Sample> races() {
    return List.of(
        new Sample("RaceCondition_01_RMW.Racy")
            .acceptable("150, 100, 150", "250, 150, 150")
            .interesting("250, 100, 250", "250, 100, 100")
            .body(
                sc -> {
                  Flags s = new Flags();
                  s.balance = 200;
                  Results r = new Results();
                  sc.thread(() -> r.r1 = s.add(50));
                  sc.thread(() -> r.r2 = s.add(-100));
                  sc.after(() -> sc.observe(r.two() + ", " + s.balance));
                }),
        new Sample("RaceCondition_01_RMW.Sync")
            .acceptable("150, 100, 150", "250, 150, 150")
            .forbidden("250, 100, 250", "250, 100, 100")
            .body(
                sc -> {
                  Flags s = new Flags();
                  s.balance = 200;
                  Results r = new Results();
                  sc.thread(
                      () -> {
                        synchronized (s) {
                          r.r1 = s.add(50);
                        }
                      });
                  sc.thread(
                      () -> {
                        synchronized (s) {
                          r.r2 = s.add(-100);
                        }
                      });
                  sc.after(() -> sc.observe(r.two() + ", " + s.balance));
                }),
        new Sample("RaceCondition_02_CheckThenReact.Racy")
            .acceptable("true, false", "false, true")
            .interesting("true, true")
            .body(
                sc -> {
                  Flags s = new Flags();
                  s.want1 = true;
                  Results r = new Results();
                  two(sc, r, () -> r.r1 = s.take(), () -> r.r2 = s.take());
                }),
        new Sample("RaceCondition_02_CheckThenReact.Sync")
            .acceptable("true, false", "false, true")
            .forbidden("true, true")
            .body(
                sc -> {
                  Flags s = new Flags();
                  s.want1 = true;
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> {
                        synchronized (s) {
                          r.r1 = s.take();
                        }
                      },
                      () -> {
                        synchronized (s) {
                          r.r2 = s.take();
                        }
                      });
                }),
        new Sample("RaceCondition_02_CheckThenReact.Atomic")
            .acceptable("true, false", "false, true")
            .forbidden("true, true")
            .body(
                sc -> {
                  AtomicBoolean flag = new AtomicBoolean(true);
                  Results r = new Results();
                  two(
                      sc,
                      r,
                      () -> r.r1 = flag.compareAndSet(true, false),
                      () -> r.r2 = flag.compareAndSet(true, false));
                }),
        new Sample("Library_01_CHM.BrokenMultimap")
            .acceptable("Bar, Baz", "Baz, Bar")
            .interesting("Bar, null", "Baz, null")
            .body(
                sc -> {
                  Multimap map = new Multimap();
                  sc.thread(() -> map.addBroken("Bar"));
                  sc.thread(() -> map.addBroken("Baz"));
                  sc.after(() -> sc.observe(map.poll(0) + ", " + map.poll(1)));
                })
            .within(2, 1, 1_000),
        new Sample("Library_01_CHM.CorrectMultimap")
            .acceptable("Bar, Baz", "Baz, Bar")
            .forbidden("Bar, null", "Baz, null")
            .body(
                sc -> {
                  Multimap map = new Multimap();
                  sc.thread(() -> map.addCorrect("Bar"));
                  sc.thread(() -> map.addCorrect("Baz"));
                  sc.after(() -> sc.observe(map.poll(0) + ", " + map.poll(1)));
                })
            .within(2, 1, 1_000),
        new Sample("Library_01_CHM.CorrectJDK8Multimap")
            .acceptable("Bar, Baz", "Baz, Bar")
            .forbidden("Bar, null", "Baz, null")
            .body(
                sc -> {
                  Multimap map = new Multimap();
                  sc.thread(() -> map.addCorrect8("Bar"));
                  sc.thread(() -> map.addCorrect8("Baz"));
                  sc.after(() -> sc.observe(map.poll(0) + ", " + map.poll(1)));
                })
            .within(2, 1, 1_000));
  }

  private static List<Sample> classics() {
    return List.of(
        new Sample("Classic_01_DiningPhilosophers.ResourceHierarchy")
            .acceptable("TERMINATED")
            .forbidden("STALE")
            .body(
                sc -> {
                  Object[] forks = {new Object(), new Object(), new Object()};
                  terminated(sc, eats(forks, 0, 1), eats(forks, 1, 2), eats(forks, 0, 2));
                }),
        new Sample("Classic_02_ProducerConsumerProblem.OneProducerOneConsumer")
            .acceptable("TERMINATED")
            .forbidden("STALE")
            .body(
                sc -> {
                  Semaphores s = new Semaphores();
                  terminated(
                      sc,
                      () -> {
                        s.produce();
                        s.produce();
                      },
                      () -> {
                        s.consume();
                        s.consume();
                      });
                })
            .within(2, 1, 1_000),
        new Sample("Classic_02_ProducerConsumerProblem.FlawedTwoProducersOneConsumer")
            .interesting("0, 0, 2")
            .others(ACCEPTABLE)
            .body(
                sc -> {
                  Semaphores s = new Semaphores();
                  Results r = new Results();
                  sc.thread(() -> r.r1 = s.produce());
                  sc.thread(() -> r.r2 = s.produce());
                  sc.thread(() -> r.r3 = s.consume());
                  sc.after(() -> sc.observe(r.three()));
                })
            .within(2, 1, 1_000),
        new Sample("Classic_02_ProducerConsumerProblem.Lock")
            .acceptable("0, 0, 1", "0, 1, 2", "1, 0, 2")
            .interesting("0, 0, 2")
            .without("jcstress never sees it either", "0, 0, 2")
            .body(
                sc -> {
                  LockedBuffer s = new LockedBuffer();
                  Results r = new Results();
                  sc.thread(() -> r.r1 = s.produce());
                  sc.thread(() -> r.r2 = s.produce());
                  sc.thread(() -> r.r3 = s.consume());
                  sc.after(() -> sc.observe(r.three()));
                })
            .within(1, 1, 500),
        new Sample("Classic_02_ProducerConsumerProblem.AtomicIntegers")
            .acceptable("TERMINATED")
            .forbidden("STALE")
            .body(
                sc -> {
                  AtomicInteger produced = new AtomicInteger();
                  AtomicInteger consumed = new AtomicInteger();
                  terminated(
                      sc,
                      () -> {
                        for (int i = 0; i < 2; i++) {
                          while (produced.get() - consumed.get() == 2) {}
                          produced.getAndIncrement();
                        }
                      },
                      () -> {
                        for (int i = 0; i < 2; i++) {
                          while (produced.get() - consumed.get() == 0) {}
                          consumed.getAndIncrement();
                        }
                      });
                })
            .within(1, 1, 500));
  }

  private static Task eats(Object[] forks, int first, int second) {
    return () -> {
      synchronized (forks[first]) {
        synchronized (forks[second]) {
          // Both are taken.
        }
      }
    };
  }

  private static final class Flags {
    volatile boolean want1;
    volatile boolean want2;
    volatile int turn;
    volatile int balance;
    int v;

    int add(int more) {
      int sum = balance;
      sum += more;
      balance = sum;
      return sum;
    }

    boolean take() {
      if (want1) {
        want1 = false;
        return true;
      }
      return false;
    }
  }

  /** Lists by keys; its lists are synchronized by hand. */
  private static final class Multimap {
    private final ConcurrentHashMap<String, Values> map = new ConcurrentHashMap<>();

    void addBroken(String value) {
      Values values = map.get("Foo");
      if (values == null) {
        values = new Values();
        map.put("Foo", values);
      }
      values.add(value);
    }

    void addCorrect(String value) {
      Values values = map.get("Foo");
      if (values == null) {
        values = new Values();
        Values there = map.putIfAbsent("Foo", values);
        if (there != null) {
          values = there;
        }
      }
      values.add(value);
    }

    void addCorrect8(String value) {
      map.computeIfAbsent("Foo", key -> new Values()).add(value);
    }

    Object poll(int index) {
      return map.get("Foo").get(index);
    }
  }

  private static final class Values {
    private final List<String> list = new ArrayList<>();

    synchronized void add(String value) {
      list.add(value);
    }

    synchronized String get(int index) {
      return list.size() > index ? list.get(index) : null;
    }
  }

  private static final class Semaphores {
    private final Semaphore filled = new Semaphore(0);
    private final Semaphore free = new Semaphore(2);

    int produce() {
      free.acquireUninterruptibly();
      int index = filled.availablePermits();
      filled.release();
      return index;
    }

    int consume() {
      int count = filled.availablePermits();
      filled.acquireUninterruptibly();
      free.release();
      return count;
    }
  }

  private static final class LockedBuffer {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition full = lock.newCondition();
    private final Condition empty = lock.newCondition();
    private int count;

    int produce() {
      lock.lock();
      try {
        while (count == 2) {
          full.awaitUninterruptibly();
        }
        int index = count++;
        if (count == 1) {
          empty.signalAll();
        }
        return index;
      } finally {
        lock.unlock();
      }
    }

    int consume() {
      lock.lock();
      try {
        while (count == 0) {
          empty.awaitUninterruptibly();
        }
        int seen = count--;
        if (count == 1) {
          full.signalAll();
        }
        return seen;
      } finally {
        lock.unlock();
      }
    }
  }
}
