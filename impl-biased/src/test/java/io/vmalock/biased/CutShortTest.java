package io.vmalock.biased;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An error cuts a bulk startWrite short, and a second one its giving back. What it leaves behind
 * looks write-held, and no later call may take it for that: there may be readers inside.
 */
class CutShortTest {
  private final BiasedStrategy strategy = new BiasedStrategy();
  private final Mm mm = strategy.newMm(new Limits(0, Integer.MAX_VALUE));
  private final List<Vma> vmas = new ArrayList<>();

  @BeforeEach
  void attach() {
    for (int i = 0; i < 2 * BiasedStrategy.QUIET_FROM; i++) {
      vmas.add(strategy.newVma(i, i + 1, null));
    }
    mm.writeLock();
    strategy.attach(mm, vmas);
    mm.writeUnlock();
  }

  @AfterEach
  void unlock() {
    mm.writeUnlock();
  }

  @Test
  void aSingleCallWaitsForTheReader() throws InterruptedException {
    Vma vma = vmas.get(0);
    long stamp = strategy.startRead(mm, vma);
    mm.writeLock();
    cutShort();
    assertThat(strategy.tryStartWrite(mm, vma, 0)).isEqualTo(1);
    strategy.endRead(vma, stamp);
    strategy.startWrite(mm, vma);
    mm.assertWriteHeld(vma);
  }

  @Test
  void aBulkCallWaitsForTheReaderAndKeepsWhatIsHeld() throws InterruptedException {
    Vma held = vmas.get(2);
    long stamp = strategy.startRead(mm, vmas.get(0));
    mm.writeLock();
    strategy.startWrite(mm, held);
    cutShort();
    assertThat(strategy.tryStartWrite(mm, vmas, 0)).isEqualTo(1);
    mm.assertWriteHeld(held);
    assertThat(strategy.startRead(mm, held)).isLessThanOrEqualTo(0);
    strategy.endRead(vmas.get(0), stamp);
    assertThat(strategy.tryStartWrite(mm, vmas, 0)).isZero();
  }

  @Test
  void aLaterSectionLooksAtTheCountInSpiteOfAQuietMark() throws InterruptedException {
    long stamp = strategy.startRead(mm, vmas.get(0));
    mm.writeLock();
    strategy.startWrite(
        mm, vmas.subList(2, vmas.size())); // no reader: the mm is quiet from here on
    cutShort();
    mm.writeUnlock();
    mm.writeLock();
    assertThat(strategy.tryStartWrite(mm, vmas, 0)).isEqualTo(1);
    // A call without a time looks at the counts only if this says so.
    assertThat(((BiasedMm) mm).closedQuiet).isFalse();
    strategy.endRead(vmas.get(0), stamp);
  }

  @Test
  void anErrorInASingleCallAfterwardsKeepsWhatIsHeld() {
    Vma held = vmas.get(2);
    mm.writeLock();
    strategy.startWrite(mm, held);
    cutShort();
    strategy.startWrite(mm, held);
    mm.assertWriteHeld(held);
    assertThat(strategy.startRead(mm, held)).isLessThanOrEqualTo(0);
  }

  private void cutShort() {
    assertThatThrownBy(() -> strategy.startWrite(mm, new Failing(vmas.subList(0, 2))))
        .isInstanceOf(StackOverflowError.class);
  }

  /** Has its first entry once, and nothing else. */
  private static final class Failing extends AbstractList<Vma> {
    private final List<Vma> list;
    private boolean asked;

    Failing(List<Vma> list) {
      this.list = list;
    }

    @Override
    public Vma get(int i) {
      if (asked) {
        throw new StackOverflowError("made by a test");
      }
      asked = true;
      return list.get(i);
    }

    @Override
    public int size() {
      return list.size();
    }
  }
}
