package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.vmalock.Capability;
import io.vmalock.MonitorStrategy;
import io.vmalock.OtherThread;
import java.lang.ref.WeakReference;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** A hold that is started again and again, and so remembers where it was. */
class HoldTest {
  private static final int GARBAGE_COLLECTIONS = 100;

  private final AddressSpace<Object> space =
      AddressSpace.builder().strategy(new MonitorStrategy()).build();
  private final Hold<Object> hold = space.hold();

  @Test
  void findsNothingWhereItsAreaWas() {
    map(0x1000, 0x2000, "a");
    assertThat(read(0x1234)).isEqualTo("a");
    unmap(0x1000, 0x2000);
    assertThat(hold.startRead(0x1234)).isFalse();
    assertThat(hold.isHeld()).isFalse();
    assertThat(hold.startReadAtOrAfter(0x1234)).isFalse();
  }

  @Test
  void findsWhatIsInThePlaceOfItsArea() {
    map(0x1000, 0x3000, "a");
    assertThat(read(0x1234)).isEqualTo("a");
    unmap(0x1000, 0x2000);
    map(0x1000, 0x1800, "b");
    assertThat(read(0x1234)).isEqualTo("b");
    assertThat(read(0x2234)).isEqualTo("a");
    assertThat(hold.startReadAtOrAfter(0x1900)).isTrue();
    assertThat(hold.start()).isEqualTo(0x2000);
    hold.endRead();
  }

  @Test
  void waitsForTheSectionThatWriteHoldsItsArea() throws Exception {
    map(0x1000, 0x2000, "a");
    assertThat(read(0x1234)).isEqualTo("a");
    try (WriteSection<Object> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      section.unmap(0x1000, 0x2000);
      section.map(0x1000, 0x2000, "b");
      assertThat(OtherThread.call(() -> hold.tryStartRead(0x1234))).isEqualTo(Outcome.CONTENDED);
      section.commit();
    }
    assertThat(read(0x1234)).isEqualTo("b");
  }

  @Test
  void remembersAnAreaWithoutHoldingIt() {
    map(0x1000, 0x2000, "a");
    assertThat(read(0x1234)).isEqualTo("a");
    assertThat(hold.isHeld()).isFalse();
    assertThatIllegalStateException().isThrownBy(hold::attachment).withMessageContaining("M3");
    assertThatIllegalStateException().isThrownBy(hold::stamp).withMessageContaining("M3");
    assertThatIllegalStateException().isThrownBy(hold::endRead).withMessageContaining("M3");
    hold.close();
    assertThat(read(0x1234)).isEqualTo("a");
  }

  @Test
  void forgetsTheAreaWhenClosed() throws InterruptedException {
    WeakReference<Object> attachment = new WeakReference<>(mapNew(0x1000, 0x2000));
    assertThat(hold.startRead(0x1234)).isTrue();
    hold.endRead();
    unmap(0x1000, 0x2000);
    map(0x1000, 0x2000, "b"); // the index, too, has forgotten it
    hold.close();
    for (int i = 0; i < GARBAGE_COLLECTIONS && attachment.get() != null; i++) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(attachment.get()).isNull();
  }

  @Test
  void readsOptimisticallyUntilItValidates() {
    for (MonitorStrategy strategy :
        List.of(
            new MonitorStrategy(),
            new MonitorStrategy(EnumSet.complementOf(EnumSet.of(Capability.OPTIMISTIC_READ))))) {
      AddressSpace<String> space = AddressSpace.create(strategy);
      space.write(section -> section.map(0x1000, 0x3000, "a"));
      try (Hold<String> hold = space.hold()) {
        assertThat(hold.startOptimistic(0x3000)).isFalse();
        for (int i = 0; i < 2; i++) { // found, then remembered
          assertThat(hold.startOptimistic(0x1234)).isTrue();
          assertThat(hold.isHeld()).isFalse();
          assertThat(strategy.readers(hold.vma())).isZero();
          assertThat(hold.attachment()).isEqualTo("a");
          assertThat(hold.offset(0x1234)).isEqualTo(0x234);
          assertThat(hold.validate()).isTrue();
        }

        assertThat(hold.startOptimistic(0x1234)).isTrue();
        space.write(section -> section.unmap(0x1000, 0x2000));
        assertThat(hold.attachment()).isEqualTo("a");
        assertThat(hold.validate()).isFalse();
        assertThat(hold.startOptimistic(0x1234)).isFalse();
        assertThat(hold.startOptimistic(0x2234)).isTrue();
        assertThat(hold.validate()).isTrue();
      }
    }
  }

  @Test
  void saysOfAnAreaInASectionThatItCannotBeReadOptimistically() {
    map(0x1000, 0x2000, "a");
    try (WriteSection<Object> section = space.write()) {
      section.writeHold(0x1000, 0x2000);
      assertThat(hold.startOptimistic(0x1000)).isFalse();
    }
    assertThat(hold.startOptimistic(0x1000)).isTrue();
    assertThat(hold.validate()).isTrue();
  }

  @Test
  void refusesToUseAnOptimisticReadForAHold() {
    map(0x1000, 0x2000, "a");
    assertThatIllegalStateException().isThrownBy(hold::validate).withMessageContaining("O1");
    assertThat(hold.startOptimistic(0x1000)).isTrue();
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> hold.startRead(0x1000),
            () -> hold.tryStartRead(0x1000),
            () -> hold.startOptimistic(0x1000))) {
      assertThatIllegalStateException().isThrownBy(use).withMessageContaining("validate first");
    }
    assertThatIllegalStateException().isThrownBy(hold::stamp).withMessageContaining("M3");
    assertThatIllegalStateException().isThrownBy(hold::endRead).withMessageContaining("M3");
    assertThat(hold.validate()).isTrue();
    assertThatIllegalStateException().isThrownBy(hold::validate).withMessageContaining("once");
    assertThatIllegalStateException().isThrownBy(hold::attachment).withMessageContaining("M3");
    assertThat(hold.startOptimistic(0x1000)).isTrue();
    hold.close();
    assertThat(read(0x1000)).isEqualTo("a");
    assertThat(hold.startRead(0x1000)).isTrue();
    assertThatIllegalStateException().isThrownBy(() -> hold.startOptimistic(0x1000));
    hold.endRead();
  }

  @Test
  void readsNothingOptimisticallyThatAReleaseTakesAway() {
    AddressSpace.Builder<String> builder =
        AddressSpace.<String>builder().strategy(new MonitorStrategy()).release(gone -> {});
    AddressSpace<String> space = builder.build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    assertThatIllegalStateException()
        .isThrownBy(() -> space.hold().startOptimistic(0x1000))
        .withMessageContaining("readableAfterRelease()");
    assertThatIllegalStateException()
        .isThrownBy(() -> space.fork().readOptimistically(0x1000, text -> text));
    AddressSpace<String> readable = builder.readableAfterRelease().build();
    readable.write(section -> section.map(0x1000, 0x2000, "a"));
    assertThat(readable.fork().<String>readOptimistically(0x1000, text -> text)).isEqualTo("a");
  }

  private Object mapNew(long start, long end) {
    Object attachment = new Object();
    map(start, end, attachment);
    return attachment;
  }

  private Object read(long address) {
    assertThat(hold.startRead(address)).isTrue();
    Object attachment = hold.attachment();
    hold.endRead();
    return attachment;
  }

  private void map(long start, long end, Object attachment) {
    space.write(section -> section.map(start, end, attachment));
  }

  private void unmap(long start, long end) {
    space.write(section -> section.unmap(start, end));
  }
}
