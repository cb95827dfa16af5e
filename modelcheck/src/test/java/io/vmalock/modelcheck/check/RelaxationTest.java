package io.vmalock.modelcheck.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.finding.Finding;
import io.vmalock.modelcheck.memory.Relaxation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Each relaxation adds its own outcomes, and no others. */
class RelaxationTest {
  private static final class Box {
    int value;

    Box(int value) {
      this.value = value;
    }
  }

  private static final class Place {
    static final VarHandle BOX;

    static {
      try {
        BOX = MethodHandles.lookup().findVarHandle(Place.class, "box", Box.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    Box box;
    boolean ready;
    int other;
    volatile int guard;
  }

  /** Leaks itself before it is complete. */
  private static final class Escaping {
    static Escaping seen;

    final int value;
    final long wide;

    Escaping() {
      seen = this;
      value = 7;
      wide = 8;
    }
  }

  private static Verdict explored(Check.Body body, Relaxation... relaxations) {
    return Check.of(body).relaxations(relaxations).run();
  }

  private static Set<String> outcomes(Check.Body body, Relaxation... relaxations) {
    Verdict verdict = explored(body, relaxations);
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Verdict.Kind.PASSED);
    return verdict.exploration().outcomes().keySet();
  }

  /** A reference is released, and loaded plainly: as of a racy double-checked lock. */
  private static void dependent(Scenario scenario) {
    Place place = new Place();
    scenario.thread(
        () -> {
          Box made = new Box(1);
          Place.BOX.setRelease(place, made);
        });
    scenario.thread(
        () -> {
          Box box = place.box;
          scenario.observe(box == null ? "none" : box.value);
        });
  }

  /** A plain store of the reference orders nothing, on any machine. */
  private static void unreleased(Scenario scenario) {
    Place place = new Place();
    scenario.thread(() -> place.box = new Box(1));
    scenario.thread(
        () -> {
          Box box = place.box;
          scenario.observe(box == null ? "none" : box.value);
        });
  }

  /** Another variable is not reached by the reference. */
  private static void independent(Scenario scenario) {
    Place place = new Place();
    scenario.thread(
        () -> {
          place.other = 1;
          Place.BOX.setRelease(place, new Box(1));
        });
    scenario.thread(
        () -> {
          Box box = place.box;
          scenario.observe(box == null ? "none" : place.other);
        });
  }

  @Test
  void dependentReadsAreOrderedByMachinesAndNotByTheLanguage() {
    assertThat(outcomes(RelaxationTest::dependent, Relaxation.DEPENDENT_READS))
        .containsExactly("0", "1", "none");
    assertThat(outcomes(RelaxationTest::dependent)).containsExactly("1", "none");
    assertThat(outcomes(RelaxationTest::unreleased)).containsExactly("0", "1", "none");
    assertThat(outcomes(RelaxationTest::independent)).containsExactly("0", "1", "none");
  }

  @Test
  void findingSaysThatNoMachineShowsIt() {
    Verdict verdict =
        explored(
            sc -> {
              dependent(sc);
              sc.forbidden("0");
            },
            Relaxation.DEPENDENT_READS);
    assertThat(verdict.kind()).isEqualTo(Verdict.Kind.BROKEN);
    assertThat(verdict.exploration().counterexample().relaxations())
        .containsExactly(Relaxation.DEPENDENT_READS);
    assertThat(verdict.toString()).contains("needs DEPENDENT_READS: loads through a reference");
  }

  @Test
  void findingThatEveryMachineMayShowNeedsNothing() {
    Verdict verdict =
        explored(
            sc -> {
              unreleased(sc);
              sc.forbidden("0");
            },
            Relaxation.DEPENDENT_READS);
    assertThat(verdict.exploration().counterexample().relaxations()).isEmpty();
  }

  private static void escaping(Scenario scenario) {
    Escaping.seen = null;
    scenario.thread(Escaping::new);
    scenario.thread(
        () -> {
          Escaping seen = Escaping.seen;
          scenario.observe(seen == null ? "none" : seen.value + " " + seen.wide);
        });
  }

  @Test
  void finalFieldsAreConstantsOrWrittenAsTheConstructorDoes() {
    assertThat(outcomes(RelaxationTest::escaping)).containsExactly("7 8", "none");
    assertThat(outcomes(RelaxationTest::escaping, Relaxation.FINAL_FIELDS))
        .contains("0 0", "7 0", "7 8", "none");
  }

  /** A handshake: an update and a plain load here, a fence there. */
  private static void handshake(Scenario scenario) {
    Place place = new Place();
    AtomicInteger item = new AtomicInteger();
    scenario.thread(
        () -> {
          item.compareAndSet(0, 1);
          scenario.observe(place.other);
        });
    scenario.thread(
        () -> {
          place.other = 1;
          VarHandle.fullFence();
          scenario.observe(item.get());
        });
  }

  @Test
  void loadPassesTheStoreOfAnUpdateOrDoesNot() {
    assertThat(outcomes(RelaxationTest::handshake, Relaxation.PASSED_UPDATES))
        .containsExactly("0 | 0", "0 | 1", "1 | 0", "1 | 1");
    assertThat(outcomes(RelaxationTest::handshake)).containsExactly("0 | 1", "1 | 0", "1 | 1");
  }

  private static void spinning(Scenario scenario) {
    Place place = new Place();
    scenario.thread(
        () -> {
          while (!place.ready) {
            Thread.onSpinWait();
          }
        });
    scenario.thread(() -> place.ready = true);
  }

  private static void looking(Scenario scenario) {
    Place place = new Place();
    scenario.thread(
        () -> {
          while (!place.ready) {
            // looks again at once
          }
        });
    scenario.thread(() -> place.ready = true);
  }

  /** A compiler must not hoist the load over an acquire in the loop. */
  private static void acquiring(Scenario scenario) {
    Place place = new Place();
    scenario.thread(
        () -> {
          while (!place.ready) {
            scenario.observe(place.guard);
          }
        });
    scenario.thread(() -> place.ready = true);
  }

  @Test
  void plainLoopMayNeverSeeAStore() {
    assertThat(explored(RelaxationTest::spinning).isPassed()).isTrue();
    Verdict verdict =
        Check.of(RelaxationTest::spinning)
            .relaxations(Relaxation.HOISTED_LOADS)
            .events(2_000)
            .run();
    assertThat(verdict.finding().kind()).isEqualTo(Finding.Kind.LIVELOCK);
    assertThat(verdict.toString())
        .contains("needs HOISTED_LOADS", "a plain load may be performed once, before its loop");
    Verdict bare =
        Check.of(RelaxationTest::looking).relaxations(Relaxation.HOISTED_LOADS).events(500).run();
    assertThat(bare.toString()).contains("livelock", "needs HOISTED_LOADS");
    Verdict guarded =
        Check.of(RelaxationTest::acquiring)
            .relaxations(Relaxation.HOISTED_LOADS)
            .preemptions(1)
            .events(2_000)
            .executions(300)
            .run();
    assertThat(guarded.isPassed()).as(guarded.toString()).isTrue();
  }

  private static void buffering(Scenario scenario) {
    Two two = new Two();
    scenario.thread(
        () -> {
          int seen = two.x;
          two.y = 1;
          scenario.observe(seen);
        });
    scenario.thread(
        () -> {
          int seen = two.y;
          two.x = 1;
          scenario.observe(seen);
        });
  }

  /** Each thread stores the value that it has loaded. */
  private static void outOfThinAir(Scenario scenario) {
    Two two = new Two();
    scenario.thread(
        () -> {
          int seen = two.x;
          two.y = seen == 1 ? 1 : 0;
          scenario.observe(seen);
        });
    scenario.thread(
        () -> {
          int seen = two.y;
          two.x = seen == 1 ? 1 : 0;
          scenario.observe(seen);
        });
  }

  private static final class Two {
    int x;
    int y;
  }

  @Test
  void loadIsDoneAfterALaterStoreThatDoesNotDependOnIt() {
    assertThat(outcomes(RelaxationTest::buffering)).containsExactly("0 | 0", "0 | 1", "1 | 0");
    assertThat(outcomes(RelaxationTest::buffering, Relaxation.LOAD_BUFFERING))
        .containsExactly("0 | 0", "0 | 1", "1 | 0", "1 | 1");
    assertThat(outcomes(RelaxationTest::outOfThinAir, Relaxation.LOAD_BUFFERING))
        .containsExactly("0 | 0");
  }

  @Test
  void bufferedLoadIsExplainedAndReplayed() {
    Check.Body body =
        sc -> {
          buffering(sc);
          sc.forbidden("1 | 1");
        };
    Verdict verdict = explored(body, Relaxation.LOAD_BUFFERING);
    assertThat(verdict.toString())
        .contains("needs LOAD_BUFFERING", "stored later by another thread");
    String schedule = verdict.schedule();
    assertThat(schedule).contains("=1");
    Verdict again = Check.of(body).relaxations(Relaxation.LOAD_BUFFERING).replay(schedule).run();
    assertThat(again.kind()).isEqualTo(Verdict.Kind.BROKEN);
  }
}
