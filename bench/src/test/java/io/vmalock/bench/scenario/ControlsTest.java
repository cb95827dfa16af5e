package io.vmalock.bench.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.space.AddressSpace;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The controls that are strategies of their own work in an address space. */
class ControlsTest {
  static Stream<VmaLockStrategy> controls() {
    return Stream.of(new Coarse(), new PassThrough());
  }

  /** A control whose holds keep writers out once waited for itself in the space's constructor. */
  @ParameterizedTest
  @MethodSource("controls")
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void serveASpace(VmaLockStrategy control) {
    try (AddressSpace<String> space = AddressSpace.<String>builder().strategy(control).build()) {
      space.write(section -> section.map(0, 10, "here"));
      assertThat(space.<String>read(5, hold -> hold.attachment())).isEqualTo("here");
      space.write(section -> section.unmap(0, 10));
      assertThat(space.<String>read(5, hold -> hold.attachment())).isNull();
    }
  }
}
