package io.vmalock.bench.faults;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.faults.Scene.Thing;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Hold;
import io.vmalock.space.Outcome;
import io.vmalock.space.ReadSection;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Every public operation, as a user writes it: what is opened is closed in a finally. */
enum Operation {
  MAP(scene -> scene.space.write(s -> s.map(0x3000, 0x4000, scene.spare)), "3000-4000"),
  MAP_ANYWHERE(scene -> scene.space.write(s -> s.mapAnywhere(0x800, 0x800, scene.spare)), "0-800"),
  MAP_ALL(
      scene ->
          scene.space.write(
              s ->
                  s.mapAll(
                      List.of(
                          new Area<>(0x3000, 0x3800, scene.spare, 0),
                          new Area<>(0x3800, 0x4000, scene.spare, 0),
                          new Area<>(0x8000, 0x9000, scene.spare, 0)))),
      null,
      "1000-2000 2000-3000 3000-3800 3800-4000 4000-6000 8000-9000"),
  UNMAP(scene -> scene.space.write(s -> s.unmap(0x2000, 0x5000)), null, "1000-2000 5000-6000"),
  SET(scene -> scene.space.write(s -> s.setAttachment(0x1000, scene.spare))),
  UPDATE(
      scene -> scene.space.write(s -> s.update(0x1800, 0x2000, old -> scene.spare)),
      null,
      "1000-1800 1800-2000 2000-3000 4000-6000"),
  MOVE(
      scene -> scene.space.write(s -> s.move(0x4000, 0x5000, 0x8000)),
      null,
      "1000-2000 2000-3000 5000-6000 8000-9000"),
  GROW(
      scene -> scene.space.write(s -> s.resize(0x2000, 0x3800)),
      null,
      "1000-2000 2000-3800 4000-6000"),
  SHRINK(
      scene -> scene.space.write(s -> s.resize(0x4000, 0x5000)),
      null,
      "1000-2000 2000-3000 4000-5000"),
  WRITE_HOLD(scene -> scene.space.write(s -> s.writeHold(0x1000, 0x6000))),
  WRITE_HOLD_AT_MOST(
      scene -> scene.space.write(s -> s.waitAtMost(Duration.ofMillis(1)).writeHold(0, 0x6000))),
  ROLLBACK(
      scene -> {
        try (WriteSection<Thing> section = scene.space.write()) {
          section.unmap(0x1000, 0x2800);
          section.writeHold(0x4000, 0x5000);
        }
      }),
  TRY_WRITE(
      scene -> {
        try (WriteSection<Thing> section = scene.space.tryWrite(Duration.ofSeconds(1))) {
          section.unmap(0x1000, 0x2000);
          section.commit();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      },
      null,
      "2000-3000 4000-6000"),
  WRITE_INTERRUPTIBLY(
      scene -> {
        try (WriteSection<Thing> section = scene.space.writeInterruptibly()) {
          section.unmap(0x1000, 0x2000);
          section.commit();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      },
      null,
      "2000-3000 4000-6000"),
  /** A section maps and unmaps an attachment, which no area ever has. */
  COME_AND_GO(
      scene ->
          scene.space.write(
              s -> {
                s.map(0x3000, 0x4000, scene.spare);
                s.unmap(0x3000, 0x4000);
              })),
  LOOK_ROUND(
      scene -> {
        try (WriteSection<Thing> section = scene.space.write()) {
          section.forEach(area -> scene.calls++);
          section.find(0x1000);
          section.atOrAfter(0x3000);
        }
      }),
  DOWNGRADE(
      scene -> {
        try (WriteSection<Thing> section = scene.space.write()) {
          section.unmap(0x1000, 0x2000);
          try (ReadSection<Thing> reading = section.downgrade()) {
            scene.calls += reading.size();
          }
        }
      },
      null,
      "2000-3000 4000-6000"),
  READ_LOCKED(
      scene -> {
        try (ReadSection<Thing> reading = scene.space.readLocked()) {
          scene.calls += reading.size();
        }
      }),
  FORK(scene -> scene.child = scene.space.fork()),
  READ(scene -> scene.space.read(0x1000, Hold::attachment)),
  READ_INT(scene -> scene.space.readInt(0x1000, hold -> 1, 0)),
  READ_LONG(scene -> scene.space.readLong(0x1000, hold -> 1, 0)),
  READ_DOUBLE(scene -> scene.space.readDouble(0x1000, hold -> 1, 0)),
  READ_OR(scene -> scene.space.read(0x3000, Hold::attachment, scene.spare)),
  VISIT(scene -> scene.space.visit(0x1000, hold -> scene.calls++)),
  VISIT_EACH(scene -> scene.space.visitEach(scene.addresses, (hold, i) -> scene.calls++)),
  FOR_EACH(scene -> scene.space.forEach(hold -> scene.calls++)),
  FOR_EACH_IN(scene -> scene.space.forEach(0x1800, 0x5000, hold -> scene.calls++)),
  OPTIMISTIC(scene -> scene.space.readOptimistically(0x1000, thing -> scene.calls++)),
  SPECULATE(scene -> scene.space.speculate(view -> view.size())),
  HOLD(
      scene -> {
        if (scene.hold.startRead(0x1000)) {
          scene.hold.endRead();
        }
      }),
  HOLD_TRY(
      scene -> {
        if (scene.hold.tryStartRead(0x1000) == Outcome.HELD) {
          scene.calls += (int) (scene.hold.start() + scene.hold.end() + scene.hold.offset(0x1000));
          scene.hold.close();
        }
      }),
  HOLD_NEXT(
      scene -> {
        if (scene.hold.startReadAtOrAfter(0x3000)) {
          scene.hold.endRead();
        }
      }),
  HOLD_TIMED(
      scene -> {
        try {
          scene.hold.startRead(0x1000, Duration.ofMillis(1));
          scene.hold.close();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }),
  HOLD_SET(
      scene -> {
        scene.set.startRead(scene.addresses);
        scene.set.endRead();
      }),
  HOLD_SET_CLOSED(
      scene -> {
        scene.set.startRead(scene.addresses);
        scene.set.close();
      }),
  HOLD_OPTIMISTIC(
      scene -> {
        if (scene.hold.startOptimistic(0x1000)) {
          scene.calls += scene.hold.attachment().releases.get();
          scene.calls += scene.hold.validate() ? 1 : 0;
        }
      }),
  PIN(scene -> scene.space.pin(scene.spare)),
  UNPIN(scene -> scene.space.unpin(scene.spare)) {
    @Override
    void prepare(Scene scene) {
      scene.space.pin(scene.spare);
    }
  },
  /** A commit whose release runs in it, by the user's executor. */
  RELEASE_DIRECTLY(scene -> scene.child.close()) {
    @Override
    void prepare(Scene scene) {
      scene.child =
          AddressSpace.<Thing>builder()
              .strategy(scene.strategy)
              .release(thing -> thing.releases.incrementAndGet())
              .releaseOn(Runnable::run)
              .build();
      scene.child.write(s -> s.map(0, 1, scene.spare));
    }
  },
  /** The last reader out of a retired area. */
  LAST_OUT(scene -> scene.inside.endRead(), null, "2000-3000 4000-6000") {
    @Override
    void prepare(Scene scene) {
      scene.inside.startRead(0x1000);
      scene.space.write(s -> s.unmap(0x1000, 0x2000));
    }
  },
  /** A section beside a reader, whose area stays for it. */
  UNMAP_UNDER_A_READER(
      scene -> scene.space.write(s -> s.unmap(0x1000, 0x2000)), null, "2000-3000 4000-6000") {
    @Override
    void prepare(Scene scene) {
      scene.inside.startRead(0x1000);
    }
  },
  AWAIT(
      scene -> {
        try {
          scene.commit.await(Duration.ofMillis(100));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      },
      null,
      "2000-3000 4000-6000") {
    @Override
    void prepare(Scene scene) {
      scene.commit = scene.space.write(s -> s.unmap(0x1000, 0x2000));
    }
  },
  AWAIT_WITHOUT_BOUND(
      scene -> {
        try {
          scene.commit.await();
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      },
      null,
      "2000-3000 4000-6000") {
    @Override
    void prepare(Scene scene) {
      scene.inside.startRead(0x1000);
      scene.commit = scene.space.write(s -> s.unmap(0x1000, 0x2000));
      scene.inside.endRead();
    }
  },
  IS_RELEASED(
      scene -> scene.calls += scene.commit.isReleased() ? 1 : 0, null, "2000-3000 4000-6000") {
    @Override
    void prepare(Scene scene) {
      scene.inside.startRead(0x1000);
      scene.commit = scene.space.write(s -> s.unmap(0x1000, 0x2000));
      scene.inside.endRead();
    }
  },
  BUILD(
      scene -> {
        try (AddressSpace<Thing> another =
            AddressSpace.<Thing>builder().strategy(scene.strategy).counters(true).build()) {
          another.write(s -> s.map(0, 1, scene.spare));
        }
      }),
  STATS(
      scene -> {
        if (scene.counts) {
          scene.calls += (int) scene.space.stats().hits();
        }
      }),
  TO_STRING(scene -> scene.calls += scene.space.toString().length()),
  DESCRIBE(scene -> scene.calls += scene.space.describe().length()),
  CLOSE(scene -> scene.space.close(), null, ""),
  CLOSE_IN_TIME(
      scene -> {
        try {
          scene.space.close(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      },
      null,
      "");

  /** The counts and the tracking of the space while an operation meets a fault. */
  enum Watch {
    NOTHING,
    COUNTERS,
    COUNTERS_AND_HOLDERS
  }

  private final Consumer<Scene> body;
  private final Set<String> states;

  Operation(Consumer<Scene> body) {
    this.body = body;
    this.states = Set.of("1000-2000 2000-3000 4000-6000");
  }

  /** One that adds an area. */
  Operation(Consumer<Scene> body, String added) {
    this.body = body;
    this.states =
        Set.of(
            "1000-2000 2000-3000 4000-6000",
            added.equals("0-800")
                ? "0-800 1000-2000 2000-3000 4000-6000"
                : "1000-2000 2000-3000 3000-4000 4000-6000");
  }

  Operation(Consumer<Scene> body, Object unused, String after) {
    this.body = body;
    this.states = Set.of("1000-2000 2000-3000 4000-6000", after);
  }

  /** Before the fault, with room to spare. */
  void prepare(Scene scene) {}

  void run(Scene scene) {
    body.accept(scene);
  }

  /**
   * Runs it without a fault, which links its call sites. Linking takes so much of the stack and the
   * heap that otherwise nearly all faults would come there, and never further on.
   */
  void warmUp(VmaLockStrategy strategy, Watch watch) {
    Scene scene = new Scene(strategy, watch);
    prepare(scene);
    run(scene);
    scene.close();
  }

  boolean closes() {
    return this == CLOSE || this == CLOSE_IN_TIME;
  }

  /** Whether the space owns the spare thing before it begins. */
  boolean owns() {
    return this == UNPIN || this == RELEASE_DIRECTLY;
  }

  /** Whether the areas are those of before or of after. */
  boolean allows(String areas) {
    return states.contains(areas);
  }
}
