package io.vmalock.modelcheck.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vmalock.modelcheck.finding.Finding;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/** Scenarios are judged as their authors mean them, and reported in the authors' words. */
class ScenarioTest {
  private static final class Counter {
    private int count;

    void increment() {
      count++;
    }
  }

  private record Box(AtomicInteger inside) {
    void increment() {
      inside.set(inside.get() + 1);
    }

    int addAndGet(int delta) {
      return inside.addAndGet(delta);
    }
  }

  private static final class Flags {
    int x;
    int y;
  }

  private static final class Account {
    private final ReentrantLock lock = new ReentrantLock();
    private int money = 10;

    static void move(Account from, Account to) {
      from.lock.lock();
      try {
        to.lock.lock();
        try {
          from.money--;
          to.money++;
        } finally {
          to.lock.unlock();
        }
      } finally {
        from.lock.unlock();
      }
    }
  }

  private static Finding found(Verdict verdict) {
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.BROKEN);
    Finding finding = verdict.finding();
    assertThat(finding).isNotNull();
    return finding;
  }

  private static Verdict passed(Verdict verdict) {
    assertThat(verdict.isPassed()).as(verdict.toString()).isTrue();
    assertThat(verdict.isExhausted()).as(verdict.toString()).isTrue();
    return verdict;
  }

  private static void lostIncrement(Scenario scenario) {
    Counter counter = new Counter();
    scenario.thread("left", counter::increment);
    scenario.thread("right", counter::increment);
    scenario.after(() -> assertEquals(2, counter.count));
  }

  @Test
  void failedAssertionIsReportedInTheAuthorsWords() {
    Verdict verdict = Check.of(ScenarioTest::lostIncrement).run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.ASSERTION);
    assertThat(verdict.toString())
        .contains(
            "ScenarioTest.lostIncrement",
            "expected: <2> but was: <1>",
            "T1 left",
            "T2 right",
            "plain store Counter#1.count := 1",
            "ScenarioTest$Counter.increment(ScenarioTest.java:",
            "again: @ModelCheck(replay = \"" + verdict.schedule() + "\")",
            "\n  T1 gives way to T2 at its event ",
            "found something, which ended the search",
            "data race on ")
        .doesNotContain("org.junit", "ModelChecker", "execution.");
  }

  /** Also where the loads that show that a variable is shared come after its stores. */
  @Test
  void replayShowsAllThatTheSearchShowed() {
    Verdict verdict = Check.of(ScenarioTest::letter).run();
    Verdict again = Check.of(ScenarioTest::letter).replay(verdict.schedule()).run();
    assertThat(found(again)).hasToString(found(verdict).toString());
    assertThat(again.toString()).contains("letter := \"hello\"").doesNotContain("not seen");
  }

  @Test
  void replayIsAskedForByAnOptionOfTheVm() {
    Verdict verdict = Check.of(ScenarioTest::lostIncrement).run();
    String asked = "ScenarioTest.lostIncrement@" + verdict.schedule();
    assertThat(verdict.toString()).contains("\"-Dmodelcheck.replay=" + asked + "\"");
    System.setProperty(Check.REPLAY, asked);
    try {
      Verdict again = Check.of(ScenarioTest::lostIncrement).run();
      assertThat(found(again)).hasToString(found(verdict).toString());
      assertThat(again.exploration().executions()).isEqualTo(1);
      assertThat(Check.of(ScenarioTest::letter).run().exploration().executions()).isGreaterThan(1);
      System.setProperty(Check.REPLAY, verdict.schedule());
      assertThatThrownBy(() -> Check.of(ScenarioTest::lostIncrement).run())
          .hasMessageContaining("takes a check's name, @, and a schedule");
    } finally {
      System.clearProperty(Check.REPLAY);
    }
  }

  @Test
  void replayOfOtherCodeSaysSo() {
    Verdict verdict = Check.of(ScenarioTest::lostIncrement).replay("1.99>2").run();
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.NOT_JUDGED);
    assertThat(verdict.reason()).contains("never reaches 1.99>2", "remove the replay");
    assertThat(Check.of(ScenarioTest::lostIncrement).replay("1.2>2,2.99>1").run().toString())
        .contains("assertion failed", "note: another execution than that of schedule")
        .contains("never reaches 2.99>1: the code has changed");
  }

  private static final class Mailbox {
    private String letter;
    private boolean ready;
  }

  private static void letter(Scenario scenario) {
    Mailbox box = new Mailbox();
    scenario.thread(
        () -> {
          box.letter = "hello";
          box.ready = true;
        });
    scenario.thread(() -> scenario.observe(box.ready ? String.valueOf(box.letter) : "none"));
    scenario.acceptable("none", "hello");
  }

  @Test
  void counterexampleIsReplayedFromItsLine() {
    Verdict verdict = Check.of(ScenarioTest::lostIncrement).run();
    Verdict again = Check.of(ScenarioTest::lostIncrement).replay(verdict.schedule()).run();
    assertThat(found(again)).hasToString(found(verdict).toString());
    assertThat(again.exploration().executions()).isEqualTo(1);
  }

  @Test
  void replayThatShowsNothingIsNotGreen() {
    Verdict usual = Check.of(ScenarioTest::lostIncrement).replay("-").run();
    assertThat(usual.kind()).isEqualTo(Verdict.Kind.NOT_JUDGED);
    assertThat(usual.reason()).contains("remove the replay");
    assertThatThrownBy(usual::orThrow).isInstanceOf(CheckFailed.class);
  }

  @Test
  void fieldBehindAnAtomicIsTheAuthors() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Box box = new Box(new AtomicInteger());
                  scenario.thread(box::increment).thread(box::increment);
                  scenario.after(() -> assertThat(box.inside.get()).isEqualTo(2));
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.ASSERTION);
    assertThat(verdict.toString())
        .contains("volatile load Box#1.inside = 0", "ScenarioTest$Box.increment(ScenarioTest.java:")
        .doesNotContain("AtomicInteger.java");
  }

  private static final class Handled {
    static final VarHandle READY;

    static {
      try {
        READY = MethodHandles.lookup().findVarHandle(Handled.class, "ready", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    int ready;

    synchronized void raise() {
      READY.setOpaque(this, (int) READY.getOpaque(this) + 1);
    }

    void lower() {
      READY.setOpaque(this, (int) READY.getOpaque(this) - 1);
    }
  }

  @Test
  void accessThroughAHandleAndAMonitorHasTheAuthorsLine() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Handled handled = new Handled();
                  scenario.thread(handled::raise).thread(handled::lower);
                  scenario.after(() -> assertEquals(0, handled.ready));
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.ASSERTION);
    assertThat(verdict.toString())
        .contains("opaque load Handled#1.ready", "Handled.lower(ScenarioTest.java:")
        .contains("enter monitor of Handled#1")
        .doesNotContain("vmalock$", "ScenarioTest.java:-1");
  }

  @Test
  void raceIsAnErrorOnFieldsThatAreNamed() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Counter counter = new Counter();
                  scenario.thread(counter::increment).thread(counter::increment);
                })
            .races(Counter.class.getName() + ".count")
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.RACE);
  }

  @Test
  void deadlockSaysWhereItSits() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Account one = new Account();
                  Account other = new Account();
                  scenario.thread("there", () -> Account.move(one, other));
                  scenario.thread("back", () -> Account.move(other, one));
                })
            .run();
    Finding finding = found(verdict);
    assertThat(finding.kind()).isEqualTo(Finding.Kind.DEADLOCK);
    assertThat(finding.details())
        .hasSize(2)
        .allMatch(line -> line.contains("ReentrantLock.lock"))
        .allMatch(line -> line.contains("ScenarioTest$Account.move(ScenarioTest.java:"))
        .anyMatch(line -> line.startsWith("T1 (there) is parked"));
  }

  @Test
  void deadlockOfMonitorsNamesTheOwners() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags one = new Flags();
                  Counter other = new Counter();
                  scenario.thread(
                      () -> {
                        synchronized (one) {
                          synchronized (other) {
                            one.x++;
                          }
                        }
                      });
                  scenario.thread(
                      () -> {
                        synchronized (other) {
                          synchronized (one) {
                            one.x++;
                          }
                        }
                      });
                })
            .run();
    assertThat(found(verdict).details())
        .anyMatch(line -> line.contains("waiting for the monitor of Counter#1, which T2 is in"));
  }

  @Test
  void lostWakeUpIsADeadlock() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  Thread[] sleeper = new Thread[1];
                  scenario.thread(
                      () -> {
                        if (flags.x == 0) {
                          sleeper[0] = Thread.currentThread();
                          LockSupport.park();
                        }
                      });
                  scenario.thread(
                      () -> {
                        flags.x = 1;
                        LockSupport.unpark(sleeper[0]);
                      });
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.DEADLOCK);
  }

  @Test
  void livelockIsFoundWithinTheEventsThatAreAllowed() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  scenario.thread(
                      () -> {
                        while (flags.y == 0) {
                          Thread.onSpinWait();
                        }
                      });
                  scenario.thread(() -> flags.x = flags.y);
                })
            .events(1_000)
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.LIVELOCK);
    assertThat(found(verdict).message()).contains("1000 events");
  }

  @Test
  void invariantIsLookedAtBetweenAnyTwoStores() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  scenario.invariant(
                      "x and y together are even", () -> (flags.x + flags.y) % 2 == 0);
                  scenario.thread(
                      () -> {
                        flags.x++;
                        flags.y++;
                      });
                  scenario.thread(() -> flags.x += 2);
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.INVARIANT);
    assertThat(found(verdict).message()).isEqualTo("x and y together are even");
  }

  /** Each variable is of one thread alone; the invariant is of both. */
  @Test
  void invariantMayReadUnsharedVariables() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  scenario.invariant("never both are 1", () -> flags.x != 1 || flags.y != 1);
                  scenario.thread(
                      () -> {
                        flags.x = 1;
                        flags.x = 2;
                      });
                  scenario.thread(
                      () -> {
                        flags.y = 1;
                        flags.y = 2;
                      });
                })
            .run();
    assertThat(found(verdict).message()).isEqualTo("never both are 1");
  }

  @Test
  void invariantThatStoresChangesNothing() {
    passed(
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  int[] slots = new int[1];
                  scenario.invariant(
                      "what it stores is forgotten",
                      () -> {
                        flags.x += 100;
                        slots[0] += 100;
                        boolean seen = flags.x >= 100 && slots[0] >= 100;
                        Box made = new Box(new AtomicInteger(1));
                        return seen && made.addAndGet(1) == 2;
                      });
                  scenario.thread(
                      () -> {
                        flags.x++;
                        slots[0]++;
                      });
                  scenario.thread(() -> flags.y = flags.x);
                  scenario.after(
                      () -> {
                        assertEquals(1, flags.x);
                        assertEquals(1, slots[0]);
                      });
                })
            .run());
  }

  private static void storeBuffering(Scenario scenario) {
    Flags flags = new Flags();
    scenario.thread(
        () -> {
          flags.x = 1;
          scenario.observe(flags.y);
        });
    scenario.thread(
        () -> {
          flags.y = 1;
          scenario.observe(flags.x);
        });
    scenario.acceptable("0 | 1", "1 | 0", "1 | 1", "2 | 2");
  }

  @Test
  void outcomeThatIsNotDeclaredIsForbidden() {
    Verdict verdict = Check.of(ScenarioTest::storeBuffering).run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.OUTCOME);
    assertThat(verdict.toString()).contains("\"0 | 0\" was observed", "stale value 0, newest 1");
    assertThat(Check.of(ScenarioTest::storeBuffering).staleReads(0).run().isPassed()).isTrue();
  }

  @Test
  void interestingOutcomeIsPointedOut() {
    Verdict verdict =
        passed(
            Check.of(
                    scenario -> {
                      storeBuffering(scenario);
                      scenario.interesting("0 | 0");
                    })
                .run());
    assertThat(verdict.toString())
        .containsPattern("0 \\| 0 +\\d+ {2}interesting")
        .containsPattern("2 \\| 2 +0 {2}acceptable, not seen");
  }

  @Test
  void queueIsLinearizable() {
    passed(
        Check.of(
                scenario -> {
                  @SuppressWarnings("unchecked")
                  Queue<Integer> queue =
                      scenario.linearizable(
                          Queue.class, new ConcurrentLinkedQueue<Integer>(), ArrayDeque::new);
                  scenario.thread(
                      () -> {
                        queue.add(1);
                        queue.poll();
                      });
                  scenario.thread(
                      () -> {
                        queue.add(2);
                        queue.remove();
                      });
                  scenario.after(queue::isEmpty);
                })
            .preemptions(1)
            .run());
  }

  /** JDK-8256833 and its like: the deque's ends are not looked at in one instant. */
  private static void deque(Scenario scenario, Consistency consistency) {
    @SuppressWarnings("unchecked")
    Deque<Integer> deque =
        scenario.consistent(
            consistency, Deque.class, new ConcurrentLinkedDeque<Integer>(), ArrayDeque::new);
    scenario.thread(
        "one",
        () -> {
          deque.addFirst(1);
          deque.pollLast();
          deque.addLast(4);
        });
    scenario.thread(
        "other",
        () -> {
          deque.addLast(2);
          deque.peekFirst();
          deque.pollFirst();
        });
  }

  @Test
  void dequeIsNotLinearizableAndItsOperationsAreNamed() {
    Verdict verdict = Check.of(s -> deque(s, Consistency.LINEARIZABLE)).staleReads(0).run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.HISTORY);
    assertThat(verdict.toString())
        .contains("T2: peekFirst() -> 1", "addFirst(1) returned before addLast(2) was called")
        .contains("one after the other, in the order of their calls, the specification answers:")
        .containsPattern("pollLast\\(\\)\\n(?s:.*)more inside");
  }

  /** A register whose reads may lag: each thread keeps its own last write. */
  private static final class Lagging {
    private int value;

    void set(int newValue) {
      value = newValue;
    }

    int get() {
      return value;
    }
  }

  private static void lagging(Scenario scenario, Consistency consistency) {
    Lagging one = new Lagging();
    Lagging other = new Lagging();
    History<int[]> history = scenario.history(consistency, () -> new int[2]);
    scenario.thread(
        () -> {
          history.run("one = 1", () -> one.set(1), spec -> spec[0] = 1);
          history.call("other?", other::get, spec -> spec[1]);
        });
    scenario.thread(
        () -> {
          history.run("other = 1", () -> other.set(1), spec -> spec[1] = 1);
          history.call("one?", one::get, spec -> spec[0]);
        });
  }

  @Test
  void staleReadsBreakSequentialConsistency() {
    assertThat(found(Check.of(s -> lagging(s, Consistency.SEQUENTIAL)).run()).kind())
        .isEqualTo(Finding.Kind.HISTORY);
    passed(Check.of(s -> lagging(s, Consistency.SEQUENTIAL)).staleReads(0).run());
  }

  /** Reads a value that another thread's later store replaces: no order of one thread is wrong. */
  private static final class TwoCopies {
    private volatile int fast;
    private volatile int slow;

    void set(int value) {
      fast = value;
      slow = value;
    }
  }

  private static void twoCopies(Scenario scenario, Consistency consistency) {
    TwoCopies copies = new TwoCopies();
    History<int[]> history = scenario.history(consistency, () -> new int[1]);
    scenario.thread(() -> history.run("set(1)", () -> copies.set(1), spec -> spec[0] = 1));
    scenario.thread(() -> history.call("fast", () -> copies.fast, spec -> spec[0]));
    scenario.thread(() -> history.call("slow", () -> copies.slow, spec -> spec[0]));
  }

  @Test
  void orderInTimeDistinguishesLinearizableFromSequential() {
    assertThat(found(Check.of(s -> twoCopies(s, Consistency.LINEARIZABLE)).run()).kind())
        .isEqualTo(Finding.Kind.HISTORY);
    passed(Check.of(s -> twoCopies(s, Consistency.SEQUENTIAL)).preemptions(1).run());
    passed(Check.of(s -> twoCopies(s, Consistency.QUIESCENT)).preemptions(1).run());
  }

  @Test
  void exceptionIsAnAnswerOfAnOperation() {
    passed(
        Check.of(
                scenario -> {
                  @SuppressWarnings("unchecked")
                  Queue<Integer> queue =
                      scenario.linearizable(
                          Queue.class, new ConcurrentLinkedQueue<Integer>(), ArrayDeque::new);
                  scenario.thread(() -> queue.add(1));
                  scenario.thread(queue::remove);
                })
            .run());
  }

  @Test
  void exceptionOfAThreadIsAFault() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  ConcurrentLinkedQueue<Integer> queue = new ConcurrentLinkedQueue<>();
                  scenario.thread(() -> queue.add(1));
                  scenario.thread(queue::remove);
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.THROWN);
    assertThat(found(verdict).message()).contains("NoSuchElementException");
  }

  @Test
  void passWithoutAMeetingIsNoPass() {
    Verdict apart =
        Check.of(
                scenario -> {
                  scenario.thread(() -> new Counter().increment());
                  scenario.thread(() -> new Counter().increment());
                })
            .run();
    assertThat(apart.kind()).isEqualTo(Verdict.Kind.VACUOUS);
    assertThatThrownBy(apart::orThrow).hasMessageContaining("no thread ever accessed");
    Verdict alone = Check.of(scenario -> scenario.thread(() -> new Counter().increment())).run();
    assertThat(alone.reason()).contains("one thread", "scenario.thread(...)");
  }

  private static void refused(Check.Body body, String... words) {
    Verdict verdict = Check.of(body).run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.NOT_JUDGED);
    assertThat(verdict.reason()).contains(words);
    assertThat(verdict.exploration() == null || verdict.exploration().executions() < 3).isTrue();
  }

  @Test
  void programThatChangesFromRunToRunIsRefused() {
    refused(
        scenario -> {
          Flags flags = new Flags();
          scenario.thread(() -> flags.x = Ticks.next());
          scenario.thread(() -> flags.x++);
        },
        "behaves differently when it is run again",
        "ScenarioTest.java:");
  }

  @Test
  void unseededRandomIsRefusedByName() {
    refused(
        scenario -> {
          Flags flags = new Flags();
          scenario.thread(() -> flags.x = new Random().nextInt());
          scenario.thread(() -> flags.x++);
        },
        "java.util.Random.<init>()",
        "seed");
  }

  @Test
  void clockIsRefusedByName() {
    refused(
        scenario -> {
          Flags flags = new Flags();
          scenario.thread(() -> flags.x = java.time.Instant.now().getNano());
          scenario.thread(() -> flags.x++);
        },
        "java.time.Instant.now");
  }

  @Test
  void parallelStreamIsRefusedByName() {
    refused(
        scenario -> {
          Flags flags = new Flags();
          scenario.thread(() -> flags.x = java.util.stream.IntStream.range(0, 9).parallel().sum());
          scenario.thread(() -> flags.x++);
        },
        "IntStream.parallel");
  }

  @Test
  void seededRandomAndVirtualTimeAreTheSameEveryTime() {
    passed(
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  scenario.thread(
                      () -> flags.x = new Random(1).nextInt() + (int) System.nanoTime());
                  scenario.thread(() -> flags.x++);
                })
            .run());
  }

  /** A thread of the author's own class, which starts by an inherited method. */
  private static final class OwnThread extends Thread {
    private final Flags flags;

    OwnThread(Flags flags) {
      this.flags = flags;
    }

    @Override
    public void run() {
      flags.x++;
    }
  }

  @Test
  void threadsOfTheAuthorsOwnClassesAreThreadsOfTheExecution() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  Flags flags = new Flags();
                  scenario.thread(
                      () -> {
                        OwnThread one = new OwnThread(flags);
                        OwnThread other = new OwnThread(flags);
                        one.start();
                        other.start();
                        one.join();
                        other.join();
                        assertEquals(2, flags.x);
                      });
                })
            .run();
    assertThat(found(verdict).kind()).isEqualTo(Finding.Kind.ASSERTION);
  }

  @Test
  void budgetThatEndsEarlyIsSaid() {
    Verdict verdict =
        Check.of(
                scenario -> {
                  ReentrantLock lock = new ReentrantLock();
                  Flags flags = new Flags();
                  for (int i = 0; i < 3; i++) {
                    scenario.thread(
                        () -> {
                          lock.lock();
                          flags.x++;
                          lock.unlock();
                        });
                  }
                })
            .executions(200)
            .time(Duration.ofMinutes(5))
            .run();
    assertThat(verdict.isPassed()).isTrue();
    assertThat(verdict.isExhausted()).isFalse();
    assertThat(verdict.toString()).contains("the budget ended before everything");
  }

  @Test
  void scenarioThatCapturesAnObjectIsRefused() {
    Counter outside = new Counter();
    assertThatThrownBy(() -> Check.of(scenario -> scenario.thread(outside::increment)).run())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("make the object inside the scenario");
  }
}
