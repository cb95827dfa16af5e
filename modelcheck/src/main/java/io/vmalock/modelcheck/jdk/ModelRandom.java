package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.machine.CurrentMachine;
import io.vmalock.modelcheck.machine.Machine;
import java.util.Random;

/**
 * Stands for {@link java.util.concurrent.ThreadLocalRandom} in rewritten code: each thread has its
 * own numbers, the same in every execution.
 */
public final class ModelRandom extends Random {
  private static final long serialVersionUID = 1;
  private static final ModelRandom INSTANCE = new ModelRandom();

  private ModelRandom() {
    super(0);
  }

  /** The generator of the calling thread. */
  public static ModelRandom current() {
    return INSTANCE;
  }

  @Override
  protected int next(int bits) {
    ModelThread me = ModelThread.current();
    if (me != null) {
      return me.randomBits(bits);
    }
    Machine machine = CurrentMachine.get();
    return machine == null ? super.next(bits) : machine.randomBits(bits);
  }

  /** Returns the JDK-internal number that spreads threads over the cells of an adder. */
  public static int getProbe() {
    return (int) JdkCalls.threadId(JdkCalls.currentThread());
  }

  /** Has no effect: every thread has a probe. */
  public static void localInit() {}

  /** Returns another probe. */
  public static int advanceProbe(int probe) {
    return probe * 31 + 17;
  }

  /** Has no effect: no thread of a program is reused for another. */
  public static void eraseThreadLocals(Thread thread) {}

  /** Has no effect: programs have no security manager. */
  @SuppressWarnings("removal")
  public static void setInheritedAccessControlContext(
      Thread thread, java.security.AccessControlContext context) {}

  /** Returns a number without using the generator. */
  public static int nextSecondarySeed() {
    return getProbe() * 0x9E3779B9;
  }
}
