package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The caller's code in the middle of a change: at each call that a change makes, it throws or uses
 * the section that asks it. Nothing has changed then, and nothing is held.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CallerCodeTest {
  private static final String STOP = "the caller's own";

  @ParameterizedTest
  @EnumSource
  void anExceptionChangesNothing(Change change) throws Exception {
    Consumer<WriteSection<String>> bad =
        section -> {
          throw new UnsupportedOperationException(STOP);
        };
    assertChangesNothing(change, bad, UnsupportedOperationException.class, STOP);
  }

  @ParameterizedTest
  @EnumSource
  void anErrorChangesNothing(Change change) throws Exception {
    Consumer<WriteSection<String>> bad =
        section -> {
          throw new AssertionError(STOP);
        };
    assertChangesNothing(change, bad, AssertionError.class, STOP);
  }

  /** Else the change would go on, planned on areas that are no longer there. */
  @ParameterizedTest
  @EnumSource
  void usingTheSectionIsRefused(Change change) throws Exception {
    List<Consumer<WriteSection<String>>> uses =
        List.of(
            section -> section.unmap(0, -1),
            section -> section.setAttachment(0x1000, "x"),
            WriteSection::close,
            WriteSection::commit,
            WriteSection::downgrade,
            section -> section.writeHold(0, -1));
    for (Consumer<WriteSection<String>> use : uses) {
      assertChangesNothing(change, use, IllegalStateException.class, "in the middle of a change");
    }
  }

  @Test
  void aForkThatFailsLeavesNothing() {
    for (Throwable thrown :
        List.of(new UnsupportedOperationException(STOP), new AssertionError(STOP))) {
      Scene scene =
          new Scene(
              1,
              section -> {
                if (thrown instanceof Error error) {
                  throw error;
                }
                throw (RuntimeException) thrown;
              });
      scene.space.write(section -> scene.section = section);
      assertThatThrownBy(scene.space::fork).isSameAs(thrown);
      assertThat(scene.space.mm().lockState()).isEqualTo("free");
      assertThat(scene.calls).isEqualTo(1);
    }
  }

  private static void assertChangesNothing(
      Change change,
      Consumer<WriteSection<String>> bad,
      Class<? extends Throwable> type,
      String message)
      throws Exception {
    Scene good = new Scene(-1, bad);
    good.space.write(section -> change.make(good, section));
    assertThat(good.calls).isPositive();
    for (int call = 0; call < good.calls; call++) {
      Scene scene = new Scene(call, bad);
      List<Area<String>> before = scene.areas();
      try (WriteSection<String> section = scene.space.write()) {
        scene.section = section;
        assertThatThrownBy(() -> change.make(scene, section))
            .as("call " + call)
            .isInstanceOf(type)
            .hasMessageContaining(message);
        assertThat(section).containsExactlyElementsOf(before);
        scene.assertNothingHeld(before);
        scene.section = null;
        if (call % 2 == 0) {
          section.commit(); // of no change
        }
      }
      assertThat(scene.areas()).isEqualTo(before);
      scene.assertNothingHeld(before);
    }
  }

  /** The changes that ask the caller's code. */
  enum Change {
    MAP {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.map(0x5000, 0x6000, "b");
      }
    },
    MAP_ANYWHERE {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.mapAnywhere(0x1000, 0x1000, "a");
      }
    },
    MAP_ALL {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        Iterator<Area<String>> areas =
            List.of(
                    new Area<>(0x5000, 0x5800, "b", 0),
                    new Area<>(0x5800, 0x6000, "b", 0),
                    new Area<>(0x8000, 0x9000, "c", 0))
                .iterator();
        section.mapAll(
            () ->
                new Iterator<>() {
                  @Override
                  public boolean hasNext() {
                    return scene.asked("next").isEmpty() || areas.hasNext();
                  }

                  @Override
                  public Area<String> next() {
                    scene.asked("next");
                    return areas.next();
                  }
                });
      }
    },
    UNMAP {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.unmap(0x2000, 0x7000);
      }
    },
    UPDATE {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.update(0x2000, 0x4000, old -> scene.asked("b"));
      }
    },
    SET_ATTACHMENT {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.setAttachment(0x1000, "b");
      }
    },
    MOVE {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.move(0x2000, 0x4000, 0x8000);
      }
    },
    GROW {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.resize(0x3000, 0x6000);
      }
    },
    SHRINK {
      @Override
      void make(Scene scene, WriteSection<String> section) {
        section.resize(0x3000, 0x4000);
      }
    };

    abstract void make(Scene scene, WriteSection<String> section);
  }

  /** A space whose attachments do something bad when they are asked for the nth time. */
  private static final class Scene implements Attachments<String> {
    private final AddressSpace<String> space;
    private final int badCall;
    private final Consumer<WriteSection<String>> bad;
    private WriteSection<String> section;
    private int calls;

    Scene(int badCall, Consumer<WriteSection<String>> bad) {
      this.badCall = badCall;
      this.bad = bad;
      space =
          AddressSpace.<String>builder().strategy(new MonitorStrategy()).attachments(this).build();
      space.write(
          first -> {
            first.map(0x1000, 0x3000, "a");
            first.map(0x3000, 0x5000, "b");
            first.map(0x6000, 0x8000, "b");
          });
      calls = 0;
    }

    private String asked(String answer) {
      if (section != null && calls == badCall) {
        bad.accept(section);
      }
      calls++;
      return answer;
    }

    @Override
    public String part(String whole, long offset, long length) {
      return asked(whole);
    }

    @Override
    public boolean mergeable(String left, long leftEnd, String right, long rightStart) {
      return asked(left).equals(right);
    }

    @Override
    public String merge(String left, String right) {
      return asked(left);
    }

    @Override
    public String fork(String attachment) {
      return asked(attachment);
    }

    List<Area<String>> areas() {
      List<Area<String>> areas = new ArrayList<>();
      space.speculate(
          view -> {
            areas.clear();
            view.forEach(areas::add);
            return areas;
          });
      return areas;
    }

    /** Readers get into all areas without waiting. */
    void assertNothingHeld(List<Area<String>> areas) throws Exception {
      for (Area<String> area : areas) {
        Hold<String> hold = space.hold();
        assertThat(OtherThread.call(() -> hold.tryStartRead(area.start()))).isEqualTo(Outcome.HELD);
        assertThat(hold.attachment()).isEqualTo(area.attachment());
        hold.endRead();
      }
    }
  }

  /**
   * Names of attachments and lines of the log are made by the caller's code, which may wait for a
   * thread that uses the space: so no monitor of the space is held meanwhile.
   */
  @ParameterizedTest
  @EnumSource(names = "WAIT", mode = EnumSource.Mode.EXCLUDE) // it logs as WARN does, later
  void aMessageIsMadeWithoutAMonitor(AtLimit atLimit) throws Exception {
    AtomicReference<AddressSpace<Object>> space = new AtomicReference<>();
    AtomicInteger named = new AtomicInteger();
    Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    Object attachment =
        new Object() {
          @Override
          public String toString() {
            try {
              named.incrementAndGet();
              return OtherThread.call(() -> space.get().toString());
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        };
    space.set(
        AddressSpace.<Object>builder()
            .strategy(new MonitorStrategy())
            .release(released -> {})
            .releaseOn(tasks::add) // runs none meanwhile
            .retention(new Retention(1, 1, atLimit))
            .weigher(one -> 2)
            .build());
    space.get().pin(attachment);
    space.get().unpin(attachment);
    try (Logged logged = new Logged()) {
      ThrowingCallable use = () -> space.get().write(section -> section.map(0, 1, "a"));
      if (atLimit == AtLimit.WARN) {
        assertThatCode(use).doesNotThrowAnyException();
        assertThat(logged.text()).contains("raise Retention");
      } else {
        assertThatThrownBy(use)
            .isInstanceOf(RetentionExceededException.class)
            .hasMessageContaining("raise Retention");
      }
      assertThat(named).hasPositiveValue();
    }
    for (ThrowingCallable refused :
        List.<ThrowingCallable>of(
            () -> space.get().pin(attachment), () -> space.get().unpin(attachment))) {
      assertThatThrownBy(refused).isInstanceOf(IllegalStateException.class);
    }
    tasks.forEach(Runnable::run); // otherwise the daemon thread would look after it for ever
  }

  @Test
  void aNameThatThrowsTakesNoMessagesPlace() throws Exception {
    Object attachment =
        new Object() {
          @Override
          public String toString() {
            throw new UnsupportedOperationException(STOP);
          }
        };
    AddressSpace<Object> space =
        AddressSpace.<Object>builder()
            .strategy(new MonitorStrategy())
            .attachments(Attachments.whole())
            .release(
                released -> {
                  throw new IllegalArgumentException("of the release");
                })
            .build();
    space.write(section -> section.map(0, 10, attachment));
    assertThat(space.describe()).contains("toString threw java.lang.UnsupportedOperationException");
    assertThatThrownBy(() -> space.write(section -> section.unmap(0, 5)))
        .hasMessageContaining("cannot be split");
    try (Logged logged = new Logged()) {
      space.write(section -> section.unmap(0, 10)).await();
      assertThat(logged.text()).contains("threw; it counts as released", "CallerCodeTest");
    }
    assertThatThrownBy(() -> space.pin(attachment)).hasMessageContaining("has begun");
    assertThatThrownBy(() -> space.unpin(attachment)).hasMessageContaining("is not pinned");
  }

  @Test
  void noWeigherKeepsASpaceFromClosing() throws Exception {
    boolean[] bad = {false};
    List<String> released = new ArrayList<>();
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .release(released::add)
            .weigher(
                attachment -> {
                  if (bad[0]) {
                    throw new AssertionError(STOP);
                  }
                  return 1;
                })
            .build();
    space.write(section -> section.map(0, 10, "a"));
    bad[0] = true;
    assertThatThrownBy(() -> space.write(section -> section.unmap(0, 10))).hasMessage(STOP);
    space.close(Duration.ofSeconds(30));
    assertThat(released).containsExactly("a");
  }
}
