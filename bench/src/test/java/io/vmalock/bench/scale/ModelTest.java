package io.vmalock.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.vmalock.bench.scale.machine.Extent;
import io.vmalock.bench.scale.machine.FirstCache;
import io.vmalock.bench.scale.machine.Hardware;
import io.vmalock.bench.scale.machine.Simulation;
import io.vmalock.bench.scale.machine.Tally;
import io.vmalock.bench.scale.machine.Work;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import io.vmalock.modelcheck.memory.Mode;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The properties that the model of caches must show, whatever the figures are. */
class ModelTest {
  private static final double HIT = 0.25;
  private static final double LOCKED = 5;
  private static final double COMMIT = 2;
  private static final double RELOAD = 3;
  private static final double KEPT = 0.1;
  private static final int LINES = 256;
  private static final double REFILL = 0.5;
  private static final double REFILL_FOR_STORE = 2;
  private static final double WAY = 50;

  /** Elements between two that are in different lines. */
  private static final int APART = 16;

  private static final Offset<Double> CLOSE = within(0.1);
  private static final double FAR = 150;

  /** All subjects of one test share what was rewritten. */
  private final List<Subject> strategies =
      Strategies.catalog().all().stream().map(ModelTest::subject).toList();

  private static Subject subject(StrategyProvider provider) {
    return new Subject(provider.name(), provider.create());
  }

  private static Hardware hardware(int sockets, int coresPerSocket) {
    return hardware(sockets, coresPerSocket, LOCKED);
  }

  private static Hardware hardware(int sockets, int coresPerSocket, double locked) {
    return hardware(sockets, coresPerSocket, locked, KEPT);
  }

  private static Hardware hardware(int sockets, int coresPerSocket, double locked, double kept) {
    return new Hardware(
        "test",
        "a test",
        sockets,
        coresPerSocket,
        coresPerSocket,
        HIT,
        locked,
        COMMIT,
        RELOAD,
        kept,
        WAY,
        WAY,
        FAR,
        1_000,
        4_000,
        new FirstCache(LINES, REFILL, REFILL_FOR_STORE));
  }

  private Subject refcnt() {
    return strategies.stream()
        .filter(each -> each.name().equals("refcnt"))
        .findFirst()
        .orElseThrow();
  }

  private Tally run(Scene scene, Hardware hardware, int cores) {
    return refcnt().run(hardware, scene, cores, 1);
  }

  @Test
  void aCounterOfAllCollapses() {
    Hardware hardware = hardware(1, 16);
    double alone = run(Scene.COUNTER, hardware, 1).readsPerMicro();
    double together = run(Scene.COUNTER, hardware, 16).readsPerMicro();
    assertThat(alone).isCloseTo(1e3 / LOCKED, within(1.0));
    // A transfer for each update, or for a few.
    assertThat(together).isBetween(1e3 / (WAY + LOCKED) * 0.9, 1e3 / WAY * 3);
    assertThat(together).isLessThan(alone / 2);
  }

  @Test
  void linesOfOnesOwnScaleLinearly() {
    Hardware hardware = hardware(2, 8);
    Tally alone = run(Scene.COUNTERS, hardware, 1);
    Tally together = run(Scene.COUNTERS, hardware, 16);
    assertThat(together.transfers()).isZero();
    assertThat(together.readsPerMicro() / alone.readsPerMicro()).isCloseTo(16, within(0.5));
  }

  @Test
  void aLineTakesLongerBetweenSockets() {
    double within = run(Scene.COUNTER, hardware(1, 2), 2).nanosPerRead();
    double between = run(Scene.COUNTER, hardware(2, 1), 2).nanosPerRead();
    assertThat(between / within).isBetween(1.5, FAR / WAY * 1.1);
  }

  @Test
  void aReaderLimitedByItsLineIsSlowerThanOneWithItsOwn() {
    Hardware hardware = hardware(1, 8);
    assertThat(run(Scene.PAIR_HOT, hardware, 8).readsPerMicro())
        .isLessThan(run(Scene.PAIR_OWN, hardware, 8).readsPerMicro() / 4);
  }

  @Test
  void aSeedDecidesAll() {
    Hardware hardware = hardware(1, 8);
    Tally first = refcnt().run(hardware, Scene.MIXED_16, 5, 7);
    assertThat(refcnt().run(hardware, Scene.MIXED_16, 5, 7)).isEqualTo(first);
    assertThat(refcnt().run(hardware, Scene.MIXED_16, 5, 8)).isNotEqualTo(first);
  }

  @Test
  void aLockedOperationWaitsForAStoreJustBeforeIt() {
    long[] words = new long[2 * APART];
    assertThat(nanosOfOne(machine -> update(machine, words, 0))).isCloseTo(LOCKED, CLOSE);
    assertThat(
            nanosOfOne(
                machine -> {
                  store(machine, words, APART);
                  update(machine, words, 0);
                }))
        .isCloseTo(LOCKED + COMMIT, CLOSE);
  }

  @Test
  void aLockedOperationWaitsForALoadOfTheWordThatTheOneBeforeItChanged() {
    long[] words = new long[2 * APART];
    assertThat(
            nanosOfOne(
                machine -> {
                  load(machine, words, 0);
                  update(machine, words, 0);
                }))
        .isCloseTo(LOCKED + RELOAD, CLOSE);
    assertThat(
            nanosOfOne(
                machine -> {
                  load(machine, words, 1); // of the same line
                  load(machine, words, APART);
                  update(machine, words, 0);
                }))
        .as("other words")
        .isCloseTo(LOCKED, CLOSE);
  }

  @Test
  void aStoreIsDoneAfterTheLoadsBeforeIt() {
    long[] words = new long[2 * APART];
    assertThat(
            nanosOfOne(
                machine -> {
                  load(machine, words, 0);
                  store(machine, words, APART);
                  update(machine, words, 0);
                }))
        .isCloseTo(LOCKED + RELOAD + COMMIT, CLOSE);
  }

  @Test
  void aCoreKeepsALineForWhichAnotherWaitsForAShareOfItsWay() {
    double briefly = run(Scene.COUNTER, hardware(1, 2, LOCKED, 0), 2).nanosPerRead();
    double longer = run(Scene.COUNTER, hardware(1, 2, LOCKED, 0.4), 2).nanosPerRead();
    assertThat(longer).isLessThan(briefly / 2);
  }

  @Test
  void aLineThatIsLoadedAndThenUpdatedComesOnce() {
    double both =
        nanosOfWalk(
            2,
            LINES / 4,
            (machine, words, index) -> {
              load(machine, words, index);
              update(machine, words, index);
            });
    assertThat(both).isLessThan(WAY * 1.5);
  }

  @Test
  void aWalkThatLoadsAndStoresIsAsSlowAsOneThatStores() {
    Access both =
        (machine, words, index) -> {
          load(machine, words, index);
          store(machine, words, index);
        };
    assertThat(nanosOfWalk(1, LINES * 2, both)).isCloseTo(REFILL_FOR_STORE, CLOSE);
  }

  @Test
  void aWalkOverMoreLinesThanTheFirstCacheHasIsSlower() {
    assertThat(nanosOfWalk(1, LINES / 2, ModelTest::load)).isCloseTo(HIT, CLOSE);
    assertThat(nanosOfWalk(1, LINES * 2, ModelTest::load)).isCloseTo(HIT + REFILL, CLOSE);
    assertThat(nanosOfWalk(1, LINES / 2, ModelTest::store)).isCloseTo(HIT, CLOSE);
    assertThat(nanosOfWalk(1, LINES * 2, ModelTest::store)).isCloseTo(REFILL_FOR_STORE, CLOSE);
  }

  @Test
  void neighboursAreChosenThatShareALine() {
    assertThat(run(Scene.PAIR_NEIGHBOURS, hardware(1, 2), 2).transfers()).isPositive();
  }

  /** An access to a word. */
  private interface Access {
    void of(Machine machine, long[] words, int index);
  }

  /** The time of an access in a walk over so many lines. */
  private static double nanosOfWalk(int cores, int lines, Access access) {
    int inLine = 8;
    long[] words = new long[lines * inLine];
    double walk =
        nanos(
            cores,
            machine -> {
              for (int i = 0; i < lines; i++) {
                access.of(machine, words, i * inLine);
              }
            });
    return walk / lines;
  }

  /** The time of an operation that one core repeats. */
  private static double nanosOfOne(Consumer<Machine> operation) {
    return nanos(1, operation);
  }

  private static double nanos(int cores, Consumer<Machine> operation) {
    Extent extent = new Extent(10, 0, 1_000, 0, 20e6, 1);
    Work work = core -> operation.accept(Objects.requireNonNull(CurrentMachine.get()));
    return Simulation.run(hardware(1, 2), loader(), () -> work, cores, extent).nanosPerRead();
  }

  private static void load(Machine machine, long[] words, int index) {
    machine.access(Machine.Action.LOAD, Mode.OPAQUE, ElementVariable.ANY, words, index);
  }

  private static void store(Machine machine, long[] words, int index) {
    machine.access(Machine.Action.STORE, Mode.RELEASE, ElementVariable.ANY, words, index);
  }

  private static void update(Machine machine, long[] words, int index) {
    machine.access(Machine.Action.UPDATE, Mode.VOLATILE, ElementVariable.ANY, words, index);
  }

  @Test
  void aWrongCostIsSeenBesideMeasurement() {
    Tally right = run(Scene.PAIR_OWN, hardware(1, 1), 1);
    Tally wrong = run(Scene.PAIR_OWN, hardware(1, 1, LOCKED * 2), 1);
    Measured.Range range = new Measured.Range(right.nanosPerRead(), right.nanosPerRead() * 1.1);
    assertThat(verdict(right, range)).isEmpty();
    assertThat(verdict(wrong, range)).isEqualTo("miss");
  }

  private static String verdict(Tally tally, Measured.Range range) {
    Checked checked = new Checked();
    checked.add(Scene.PAIR_OWN, "pair", "refcnt", 1, tally, 0, range);
    List<String> row = checked.part(0).rows().get(0);
    return row.get(row.size() - 1);
  }

  @Test
  @Tag("slow")
  void everyStrategyRunsEveryScene() {
    Hardware hardware = hardware(1, 4);
    for (Subject strategy : strategies) {
      for (String label : Scene.labels()) {
        Scene scene = Scene.of(label);
        Tally tally = strategy.run(hardware, scene, 3, 1);
        String what = strategy.name() + ", " + label;
        if (scene.countsReads()) {
          assertThat(tally.nanosPerRead()).as(what).isPositive();
        }
        if (scene.countsSections()) {
          assertThat(tally.nanosPerSection()).as(what).isPositive();
        }
      }
    }
  }

  @Test
  void coresThatAllWaitAreAnError() {
    Work waiting =
        core -> {
          Objects.requireNonNull(CurrentMachine.get()).park(Machine.NO_LIMIT);
        };
    Extent extent = new Extent(0, 0, 1, 0, 1e6, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> Simulation.run(hardware(1, 2), loader(), () -> waiting, 2, extent))
        .withMessageContaining("wait");
  }

  @Test
  void exceptionIsReportedWithItsCause() {
    Work failing =
        core -> {
          throw new UnsupportedOperationException("a test");
        };
    Extent extent = new Extent(0, 0, 1, 0, 1e6, 1);
    assertThatIllegalStateException()
        .isThrownBy(() -> Simulation.run(hardware(1, 2), loader(), () -> failing, 2, extent))
        .withCauseInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void moreCoresThanThereAreAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Scene.PAIR_HOT, hardware(1, 2), 3))
        .withMessageContaining("3 cores");
  }

  private static ClassLoader loader() {
    return ModelTest.class.getClassLoader();
  }
}
