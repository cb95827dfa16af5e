package io.vmalock.biased;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@link BiasedStrategy} that takes each counted reader for a sample, and so is biased after the
 * second, and marks quiet after each bulk startWrite.
 */
@Strategy(name = "eager", source = "biased, for tests")
public final class EagerStrategy implements VmaLockStrategy {
  private final BiasedStrategy biased = new BiasedStrategy(1);

  /** The strategy. */
  public EagerStrategy() {}

  @Override
  public Set<Capability> capabilities() {
    return biased.capabilities();
  }

  @Override
  public int maxReaders() {
    return biased.maxReaders();
  }

  @Override
  public Duration longestPoll() {
    return biased.longestPoll();
  }

  @Override
  public Mm newMm(Limits limits) {
    return new BiasedMm(this, limits, 0, 2);
  }

  @Override
  public Vma newVma(long start, long end, @Nullable Object attachment) {
    return biased.newVma(start, end, attachment);
  }

  @Override
  public long startRead(Mm mm, Vma vma) {
    return biased.startRead(mm, vma);
  }

  @Override
  public long startReadLocked(Mm mm, Vma vma) {
    return biased.startReadLocked(mm, vma);
  }

  @Override
  public void endRead(Vma vma, long stamp) {
    biased.endRead(vma, stamp);
  }

  @Override
  public void startWrite(Mm mm, Vma vma) {
    biased.startWrite(mm, vma);
  }

  @Override
  public int tryStartWrite(Mm mm, Vma vma, long nanos) throws InterruptedException {
    return biased.tryStartWrite(mm, vma, nanos);
  }

  @Override
  public void startWrite(Mm mm, List<? extends Vma> vmas) {
    biased.startWrite(mm, vmas);
  }

  @Override
  public int tryStartWrite(Mm mm, List<? extends Vma> vmas, long nanos)
      throws InterruptedException {
    return biased.tryStartWrite(mm, vmas, nanos);
  }

  @Override
  public void endWrite(Mm mm, Vma vma) {
    biased.endWrite(mm, vma);
  }

  @Override
  public void attach(Mm mm, Vma vma) {
    biased.attach(mm, vma);
  }

  @Override
  public void detach(Mm mm, Vma vma) {
    biased.detach(mm, vma);
  }

  @Override
  public void detach(Mm mm, List<? extends Vma> vmas) {
    biased.detach(mm, vmas);
  }

  @Override
  public void attach(Mm mm, List<? extends Vma> vmas) {
    biased.attach(mm, vmas);
  }

  @Override
  public Duration noticeDelay() {
    return biased.noticeDelay();
  }

  @Override
  public void retire(Mm mm, Retirement retirement) {
    biased.retire(mm, retirement);
  }

  @Override
  public void retire(Mm mm, List<? extends Retirement> retirements) {
    biased.retire(mm, retirements);
  }

  @Override
  public boolean lookAgain(Retirement retirement) {
    return biased.lookAgain(retirement);
  }

  @Override
  public long startOptimistic(Mm mm, Vma vma) {
    return biased.startOptimistic(mm, vma);
  }

  @Override
  public boolean validate(Mm mm, Vma vma, long stamp) {
    return biased.validate(mm, vma, stamp);
  }

  @Override
  public boolean isWriteHeld(Vma vma) {
    return biased.isWriteHeld(vma);
  }

  @Override
  public int readers(Vma vma) {
    return biased.readers(vma);
  }
}
