package io.vmalock.modelcheck.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.check.Verdict.Kind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** A check that could only pass does not pass. */
class GuardsTest {
  private static final class Shared {
    int x;
    Object last = "";
  }

  private static void refused(Check.Body body, String call, String reason) {
    Verdict verdict = Check.of(body).run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Kind.NOT_JUDGED);
    assertThat(verdict.toString()).contains(call, reason);
    assertThat(verdict.exploration().executions()).as("the first refusal stops it").isEqualTo(1);
  }

  @Test
  void randomNumbersWithoutASeedAreRefusedByName() {
    String reason = "differs from run to run";
    refused(sc -> two(sc, s -> s.x = new Random().nextInt()), "java.util.Random.<init>", reason);
    refused(
        sc -> two(sc, s -> s.x = new SplittableRandom().nextInt()),
        "java.util.SplittableRandom.<init>",
        reason);
    refused(sc -> two(sc, s -> s.x = (int) Math.random()), "java.lang.Math.random", reason);
    refused(sc -> two(sc, s -> s.last = UUID.randomUUID()), "java.util.UUID.randomUUID", reason);
  }

  @Test
  void randomNumbersWithASeedAreNot() {
    Verdict verdict =
        Check.of(
                sc ->
                    two(sc, s -> s.x = new Random(1).nextInt() + new SplittableRandom(1).nextInt()))
            .run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Kind.PASSED);
  }

  @Test
  void clocksThreadsAndParallelStreamsAreRefusedByName() {
    refused(sc -> two(sc, s -> s.last = new Date()), "java.util.Date.<init>", "clock");
    refused(sc -> two(sc, s -> s.last = new Timer()), "java.util.Timer.<init>", "thread");
    refused(
        sc -> two(sc, s -> s.x = List.of(1, 2).parallelStream().mapToInt(i -> i).sum()),
        "parallelStream",
        "use stream()");
    refused(
        sc -> two(sc, s -> s.x = Arrays.stream(new int[] {1}).parallel().sum()),
        "parallel",
        "leave it out");
  }

  @Test
  void refusalThatTheProgramCatchesIsStillOne() {
    refused(
        sc ->
            two(
                sc,
                s -> {
                  try {
                    s.x = new Random().nextInt();
                  } catch (Throwable caught) {
                    s.x = 1;
                  }
                }),
        "java.util.Random.<init>",
        "differs from run to run");
    refused(
        sc -> {
          FutureTask<Integer> task = new FutureTask<>(() -> new Random().nextInt());
          two(
              sc,
              s -> {
                task.run();
                s.x++;
              });
        },
        "java.util.Random.<init>",
        "differs from run to run");
  }

  @Test
  void endOfAnExecutionIsNotCaught() {
    Verdict verdict =
        Check.of(
                sc -> {
                  Shared s = new Shared();
                  Object lock = new Object();
                  sc.thread(
                      () -> {
                        synchronized (lock) {
                          s.x++;
                          lock.wait();
                        }
                      });
                  sc.thread(
                      () -> {
                        while (s.x < 2) {
                          try {
                            synchronized (lock) {
                              lock.wait();
                            }
                          } catch (Throwable caught) {
                            s.last = caught;
                          }
                        }
                      });
                })
            .run();
    assertThat(verdict.finding().kind())
        .isEqualTo(io.vmalock.modelcheck.finding.Finding.Kind.DEADLOCK);
  }

  @Test
  void programThatDiffersFromRunToRunIsNotJudged() {
    Verdict verdict = Check.of(sc -> two(sc, s -> s.last = new Object().toString())).run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Kind.NOT_JUDGED);
    assertThat(verdict.reason()).contains("behaves differently when it is run again");
  }

  @Test
  void operationsThatAllThrowSayNothing() {
    Verdict verdict =
        Check.of(
                sc -> {
                  @SuppressWarnings("unchecked")
                  Queue<Integer> queue =
                      sc.linearizable(Queue.class, new ArrayDeque<Integer>(), ArrayDeque::new);
                  sc.thread(queue::remove);
                  sc.thread(queue::element);
                })
            .run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Kind.VACUOUS);
    assertThat(verdict.reason())
        .contains("every operation of every execution threw java.util.NoSuchElementException");
  }

  @Test
  void threadsThatNeverMeetSayNothing() {
    Verdict verdict =
        Check.of(
                sc -> {
                  Shared one = new Shared();
                  Shared other = new Shared();
                  sc.thread(() -> one.x++);
                  sc.thread(() -> other.x++);
                })
            .run();
    assertThat(verdict.kind()).isEqualTo(Kind.VACUOUS);
    assertThat(verdict.reason())
        .contains("no thread ever accessed a variable that another one had stored to");
  }

  private interface Step {
    void on(Shared shared);
  }

  private static void two(Scenario scenario, Step step) {
    Shared shared = new Shared();
    scenario.thread(() -> step.on(shared));
    scenario.thread(() -> shared.x++);
  }
}
