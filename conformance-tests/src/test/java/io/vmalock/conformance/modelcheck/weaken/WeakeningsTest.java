package io.vmalock.conformance.modelcheck.weaken;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.conformance.modelcheck.weaken.Trial.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Volatile fields and atomic classes are weakened as VarHandles are, and it is missed. */
class WeakeningsTest {
  private static final Duration MOST = Duration.ofMinutes(5);

  private final Weakenings weakenings = new Weakenings(new Announced(), 1);

  private List<Weakening> all(String method, String access, WeakerMode weaker) {
    return weakenings.own().stream()
        .filter(one -> one.className().startsWith(Announced.class.getName()))
        .filter(one -> one.method().equals(method) && one.access().equals(access))
        .filter(one -> one.weaker() == weaker)
        .toList();
  }

  /** A load and an atomic addition, in every build. */
  @ParameterizedTest
  @CsvSource({"startRead, load of sequence, ACQUIRE, 1", "startRead, incrementAndGet, ACQUIRE, 0"})
  void orderThatIsTakenAwayIsMissed(String method, String access, WeakerMode weaker, int index) {
    isMissed(method, access, weaker, index);
  }

  @ParameterizedTest
  @Tag("slow")
  @CsvSource({
    "startWrite, store to sequence, RELEASE, 0",
    "startWrite, get, ACQUIRE, 0",
    "leave, decrementAndGet, ACQUIRE, 0",
    "attach, store to sequence, RELEASE, 0"
  })
  void otherOrdersAreMissed(String method, String access, WeakerMode weaker, int index) {
    isMissed(method, access, weaker, index);
  }

  private void isMissed(String method, String access, WeakerMode weaker, int index) {
    Trial trial = weakenings.attempt(all(method, access, weaker).get(index), MOST);
    assertThat(trial.outcome()).as(trial.toString()).isEqualTo(Outcome.KILLED);
  }
}
