package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output of perf script, with names of real threads. */
class FaultReaderTest {
  private static final String CALL = "1 1.0 brk(NULL) = 0x1000\n";

  private static List<Fault> faults(String text) {
    return faults(Traces.of(CALL, text).open());
  }

  private static List<Fault> faults(RecordingReader reader) {
    List<Fault> faults = new ArrayList<>();
    for (Fault fault = reader.fault(Long.MAX_VALUE);
        fault != null;
        fault = reader.fault(Long.MAX_VALUE)) {
      faults.add(fault);
    }
    return faults;
  }

  @Test
  void aFault() {
    String fault = "           javac 31623/31624 1795423596.295590599:     55e36a3fa048 \n";
    assertThat(faults(Traces.of("1 1795423596.0 brk(NULL) = 0x1000\n", fault).open()))
        .containsExactly(
            new Fault(1, 31623, 31624, "javac", 1795423596295590599L, 0x55e36a3fa048L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"C2 CompilerThre", "GC Thread#0", "a/b 1/2 3.4:", "kworker/0:1", ":12", "  x  y "})
  void namesMayHoldAnything(String name) {
    Fault fault = faults(name + " 7/8 1.000000005: ffff\n").get(0);
    assertThat(fault.thread()).isEqualTo(name.strip());
    assertThat(fault.pid()).isEqualTo(7);
    assertThat(fault.tid()).isEqualTo(8);
    assertThat(fault.time()).isEqualTo(1_000_000_005L);
    assertThat(fault.address()).isEqualTo(0xffff);
  }

  @Test
  void namesMayHoldLineFeeds() {
    assertThat(faults("      a\n b\nc 7/8 1.5: ffff\n d 7/8 1.6: ff\n"))
        .extracting(Fault::thread)
        .containsExactly("a\n b\nc", "d");
  }

  @Test
  void theLastLineMayBeCutOff() {
    assertThat(faults("a 1/1 1.5: ff\na 1/1 1.6")).hasSize(1);
  }

  @Test
  void theyAreSortedByTimeAndAddressesAreUnsigned() {
    List<Fault> faults =
        faults(
            """
            # captured on: today

            a 1/1 2.000001: ffffffffff600000
            a 1/1 1.000001: 0
            """);
    assertThat(faults).extracting(Fault::line).containsExactly(4, 3);
    assertThat(faults.get(1).address()).isEqualTo(0xffffffffff600000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a 1/1 2.5 ffff", "a 1 2.5: ffff", "a 1/1 2.5: xyz", "a 1/1 2: ff"})
  void unreadableLineIsAnErrorWithLineAndText(String line) {
    String text = "a 1/1 1.5: ff\n" + line + "\n";
    assertThatThrownBy(() -> faults(text))
        .isInstanceOf(RecordingException.class)
        .hasMessageStartingWith("faults:2: not a page fault as perf script")
        .hasMessageEndingWith(line);
    RecordingReader lenient = Traces.of(CALL, text, true).open();
    assertThat(faults(lenient)).hasSize(1);
    assertThat(lenient.remarks().countOf("malformed lines left out")).isEqualTo(1);
  }

  @Test
  void aRecordingInItsPlaceIsRefusedByItsName() {
    for (String line :
        List.of("7 1.0 brk(NULL) = 0x1000", "[pid 7] <... mmap resumed>) = 0x1000")) {
      assertThatThrownBy(() -> faults(line + "\n"))
          .hasMessageStartingWith(
              "faults:1: a call as strace writes it: that file is for --strace");
    }
    assertThatThrownBy(() -> faults("a 7 [000] 1.5: 1 page-faults: 7f0 7f1 f+0 (/lib/x)\n"))
        .hasMessageContaining("make it anew with perf script");
  }
}
