package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.MonitorStrategy;
import org.junit.jupiter.api.Test;

class BuilderTest {
  private final AddressSpace.Builder<String> builder =
      AddressSpace.<String>builder().strategy(new MonitorStrategy());

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> builder.range(5, 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0x5, 0x5)");
    assertThatThrownBy(() -> builder.range(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[0xffffffffffffffff, 0x0)");
    assertThatThrownBy(() -> builder.strategy(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.limits(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> builder.attachments(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void spacesDoNotShareABuilder() {
    AddressSpace<String> low = builder.range(0, 0x1000).build();
    AddressSpace<String> high = builder.range(Long.MIN_VALUE, -1).build();
    assertThat(mapped(low)).isZero();
    assertThat(mapped(high)).isEqualTo(Long.MIN_VALUE);
    assertThat(mapped(low)).isEqualTo(1);
    assertThat(low.<Integer>speculate(AreaView::size)).isEqualTo(2);
  }

  @Test
  void aForkHasTheSettingsOfItsParent() {
    AddressSpace<Slice> parent =
        AddressSpace.<Slice>builder()
            .strategy(new MonitorStrategy())
            .limits(new Limits(8, 3))
            .range(0x10, 0x20)
            .attachments(Slice.POLICY)
            .counters(true)
            .build();
    parent.write(section -> section.map(0x10, 0x20, Slice.of("a", 0)));
    AddressSpace<Slice> child = parent.fork();
    assertThat(child.mm().limits()).isEqualTo(new Limits(8, 3));
    assertThat(child.stats().hits()).isZero();
    try (WriteSection<Slice> section = child.write()) {
      assertThat(section.unmap(0x14, 0x18))
          .containsExactly(new Area<>(0x14, 0x18, Slice.of("a'", 0), 4));
      assertThatThrownBy(() -> section.map(0x20, 0x21, Slice.of("b", 0)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[0x10, 0x20)");
    }
  }

  @Test
  void aSystemPropertySetsTheLevelOfTracking() {
    for (String value : new String[] {"all", "ALL", " All "}) {
      System.setProperty("vmalock.tracking", value);
      try {
        AddressSpace<String> space = AddressSpace.create(new MonitorStrategy());
        mapped(space);
        Hold<String> hold = space.hold();
        hold.startRead(0);
        assertThatThrownBy(space::readLocked)
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("P7");
        hold.endRead();
      } finally {
        System.clearProperty("vmalock.tracking");
      }
    }
    System.setProperty("vmalock.tracking", "some");
    try {
      assertThatThrownBy(() -> AddressSpace.create(new MonitorStrategy()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("vmalock.tracking", "\"some\"", "off, sampled or all");
    } finally {
      System.clearProperty("vmalock.tracking");
    }
  }

  private static long mapped(AddressSpace<String> space) {
    try (WriteSection<String> section = space.write()) {
      long start = section.mapAnywhere(1, 1, "a");
      section.commit();
      return start;
    }
  }
}
