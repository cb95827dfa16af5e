package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.MonitorStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hold that goes from area to area, against a sorted map, while sections come between. */
class ScanTest {
  private static final long PAGE = 0x1000;
  private static final int PLACES = 12_000;
  private static final int STEPS = 60_000;

  private final Random random = new Random(5);
  private final TreeMap<Long, Long> ends = new TreeMap<>();
  private AddressSpace<Object> space =
      AddressSpace.builder().strategy(new MonitorStrategy()).build();

  @ParameterizedTest(name = "of {0} in a hundred places there are areas")
  @ValueSource(ints = {100, 90, 40})
  void findsWhatASortedMapFinds(int filled) {
    space.write(
        section -> {
          for (int i = 0; i < PLACES; i++) {
            if (random.nextInt(100) < filled) {
              map(section, i);
            }
          }
        });
    space = space.fork(); // with full nodes
    Hold<Object> hold = space.hold();
    long at = PLACES / 2 * PAGE;
    for (int i = 0; i < STEPS; i++) {
      at =
          switch (random.nextInt(100)) {
            case 0 -> random.nextInt(PLACES) * PAGE;
            case 1, 2 -> at - 4 * PAGE + random.nextInt(9) * PAGE;
            case 3 -> at - PAGE;
            default -> at + (i / 3000 % 2 == 0 ? PAGE : -PAGE);
          };
      at = Math.floorMod(at, (PLACES + 1) * PAGE);
      if (random.nextInt(50) == 0) {
        change((int) (at / PAGE) + random.nextInt(9) - 4);
      }
      if (random.nextInt(4) == 0) {
        Map.Entry<Long, Long> next = ends.floorEntry(at);
        if (next == null || next.getValue() <= at) {
          next = ends.higherEntry(at);
        }
        assertThat(hold.startReadAtOrAfter(at)).isEqualTo(next != null);
        at = check(hold, next, at);
      } else if (random.nextInt(4) == 0) {
        Map.Entry<Long, Long> there = there(at);
        assertThat(hold.startRead(at)).isEqualTo(there != null);
        check(hold, there, at);
      } else {
        Map.Entry<Long, Long> there = there(at);
        assertThat(hold.tryStartRead(at) == Outcome.HELD).isEqualTo(there != null);
        check(hold, there, at);
      }
    }
    List<Long> walked = new ArrayList<>();
    space.forEach(each -> walked.add(each.start()));
    assertThat(walked).isEqualTo(new ArrayList<>(ends.keySet()));
  }

  private Map.Entry<Long, Long> there(long at) {
    Map.Entry<Long, Long> below = ends.floorEntry(at);
    return below != null && below.getValue() > at ? below : null;
  }

  private static long check(Hold<Object> hold, Map.Entry<Long, Long> area, long at) {
    if (area == null) {
      return at;
    }
    assertThat(hold.start()).isEqualTo(area.getKey());
    assertThat(hold.end()).isEqualTo(area.getValue());
    hold.endRead();
    return area.getKey();
  }

  private void map(WriteSection<Object> section, int place) {
    section.map(place * PAGE, (place + 1) * PAGE, new Object());
    ends.put(place * PAGE, (place + 1) * PAGE);
  }

  /** Maps the place, or unmaps it; at times many places around it. */
  private void change(int place) {
    space.write(
        section -> {
          int n = random.nextInt(20) == 0 ? 100 : 1;
          for (int i = Math.max(0, place - n / 2); i < Math.min(PLACES, place + n); i++) {
            if (ends.remove(i * PAGE) != null) {
              section.unmap(i * PAGE, (i + 1) * PAGE);
            } else {
              map(section, i);
            }
          }
        });
  }
}
