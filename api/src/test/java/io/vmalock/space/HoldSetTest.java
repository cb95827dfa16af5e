package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import io.vmalock.Vma;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several areas of one state. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HoldSetTest {
  private static final int READS = 20_000;

  private final MonitorStrategy strategy = new MonitorStrategy();
  private final AddressSpace<Integer> space =
      AddressSpace.<Integer>builder().strategy(strategy).counters(true).build();

  @Test
  void holdsEachArea() {
    space.write(
        section -> {
          section.map(0, 10, 1);
          section.map(20, 30, 2);
        });
    HoldSet<Integer> set = space.holds(4);
    set.startRead(25, 15, 5, 9);
    assertThat(set.hold(0).attachment()).isEqualTo(2);
    assertThat(set.hold(1).isHeld()).isFalse();
    assertThat(set.hold(2).attachment()).isEqualTo(1);
    assertThat(strategy.readers(set.hold(3).vma())).isEqualTo(2);
    assertThatThrownBy(() -> set.startRead(1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use");
    assertThatThrownBy(() -> set.hold(4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> set.hold(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    var vma = set.hold(3).vma();
    set.endRead();
    set.endRead();
    assertThat(strategy.readers(vma)).isZero();
    assertThatThrownBy(() -> set.hold(0)).isInstanceOf(IndexOutOfBoundsException.class);
    set.startRead(25);
    assertThat(set.hold(0).attachment()).isEqualTo(2);
    set.close();
    assertThatThrownBy(() -> set.startRead(1, 2, 3, 4, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("5 addresses", "4");
    assertThatThrownBy(() -> space.holds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0");
  }

  /** Two areas always change together: no set shows one new and one old. */
  @Test
  void showsOneStateUnderChurn() throws Exception {
    space.write(
        section -> {
          section.map(0, 10, 0);
          section.map(20, 30, 0);
        });
    AtomicBoolean stop = new AtomicBoolean();
    OtherThread<Integer> writer =
        OtherThread.start(
            () -> {
              int state = 0;
              while (!stop.get()) {
                int next = ++state;
                space.write(
                    section -> {
                      if (next % 3 == 0) {
                        section.unmap(0, 10);
                        section.unmap(20, 30);
                      } else if (next % 3 == 1) {
                        section.setAttachment(0, next);
                        section.setAttachment(20, next);
                      } else {
                        section.writeHold(0, 30);
                        section.setAttachment(0, next);
                        section.setAttachment(20, next);
                      }
                    });
                if (next % 3 == 0) {
                  space.write(
                      section -> {
                        section.map(0, 10, next);
                        section.map(20, 30, next);
                      });
                }
              }
              return state;
            });
    HoldSet<Integer> set = space.holds(2);
    int both = 0;
    for (int i = 0; i < READS || both < 100; i++) {
      set.startRead(5, 25);
      assertThat(set.hold(0).isHeld()).isEqualTo(set.hold(1).isHeld());
      if (set.hold(0).isHeld()) {
        assertThat(set.hold(0).attachment()).isEqualTo(set.hold(1).attachment());
        both++;
      }
      set.endRead();
    }
    stop.set(true);
    assertThat(writer.result()).isPositive();
    assertThat(space.mm().lockState()).isEqualTo("free");
  }

  /** An open section that write-holds nothing does not keep a set waiting. */
  @Test
  void anOpenSectionKeepsNoSetOut() throws Exception {
    space.write(section -> section.map(0, 10, 1));
    try (WriteSection<Integer> section = space.write()) {
      section.setAttachment(0, 2);
      assertThat(
              OtherThread.call(
                  () -> {
                    HoldSet<Integer> set = space.holds(1);
                    set.startRead(0);
                    int seen = set.hold(0).attachment();
                    set.endRead();
                    return seen;
                  }))
          .isEqualTo(1);
      section.commit();
    }
  }

  /** It would wait for its own holds, for ever. */
  @Test
  void aSetThatFillsAnAreaByItselfIsRefused() {
    AddressSpace<Integer> narrow =
        AddressSpace.<Integer>builder().strategy(strategy).limits(new Limits(0, 2)).build();
    narrow.write(section -> section.map(0, 10, 1));
    HoldSet<Integer> set = narrow.holds(4);
    set.startRead(1, 20, 2);
    Vma vma = set.hold(0).vma();
    set.endRead();
    assertThatThrownBy(() -> set.startRead(1, 20, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("3 of the addresses", "[0x0, 0xa)", "takes 2 readers");
    assertThat(strategy.readers(vma)).isZero();
    assertThat(narrow.mm().lockState()).isEqualTo("free");
    set.startRead(3);
    set.close();
    assertThatThrownBy(() -> set.startRead((long[]) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("addresses");
  }

  /** It would look again and again without a pause, with the mmap lock each time. */
  @Test
  void anInterruptedSetWaitsAsAnyOther() throws Exception {
    AddressSpace<Integer> narrow =
        AddressSpace.<Integer>builder()
            .strategy(strategy)
            .limits(new Limits(0, 1))
            .counters(true)
            .build();
    narrow.write(section -> section.map(0, 10, 1));
    Hold<Integer> hold = narrow.hold();
    hold.startRead(0);
    HoldSet<Integer> set = narrow.holds(1);
    OtherThread<Boolean> other =
        OtherThread.start(
            () -> {
              Thread.currentThread().interrupt();
              set.startRead(1);
              return Thread.interrupted();
            });
    while (narrow.stats().fallbacks() < 3) {
      Thread.onSpinWait();
    }
    other.awaitBlocked(); // without a pause it would never be seen waiting
    hold.endRead();
    assertThat(other.result()).isTrue();
    set.close();
  }
}
