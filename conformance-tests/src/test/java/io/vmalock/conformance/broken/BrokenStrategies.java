package io.vmalock.conformance.broken;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.designs.bigreader.BigReader;
import io.vmalock.conformance.designs.bravo.Bravo;
import io.vmalock.conformance.designs.leftright.LeftRight;
import io.vmalock.conformance.designs.phasefair.PhaseFair;
import io.vmalock.conformance.designs.sequencelock.SequenceLock;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** All strategies of the broken strategies. */
final class BrokenStrategies {
  private BrokenStrategies() {}

  /** The wrong ones, each marked with what it {@link Breaks}. */
  static List<Class<? extends VmaLockStrategy>> wrong() {
    return Stream.of(
            WrongExclusion.class,
            WrongOrdering.class,
            WrongSections.class,
            WrongLifeCycle.class,
            WrongProgress.class,
            WrongGivingUp.class,
            WrongMisuse.class,
            WrongRetiring.class,
            WrongOptimistic.class,
            WrongWhenWarm.class)
        .flatMap(BrokenStrategies::strategiesIn)
        .toList();
  }

  /**
   * The wrong ones of kinds that only programs from the contract's model find for sure: products of
   * features, sizes, names that are shared, those who only pass, and what a writer leaves.
   */
  static List<Class<? extends VmaLockStrategy>> forGenerated() {
    return Stream.of(
            WrongTogether.class,
            WrongBySize.class,
            WrongNames.class,
            WrongPassing.class,
            WrongLeftovers.class)
        .flatMap(BrokenStrategies::strategiesIn)
        .toList();
  }

  /** The right ones. */
  static List<Class<? extends VmaLockStrategy>> right() {
    return strategiesIn(OddButRight.class).toList();
  }

  /** Right ones from the literature, and more odd ones; judged where there is time for them. */
  static List<Class<? extends VmaLockStrategy>> designs() {
    return Stream.concat(
            Stream.of(
                Bravo.class, BigReader.class, PhaseFair.class, LeftRight.class, SequenceLock.class),
            strategiesIn(OddLocks.class))
        .toList();
  }

  private static Stream<Class<? extends VmaLockStrategy>> strategiesIn(Class<?> family) {
    return Arrays.stream(family.getDeclaredClasses())
        .filter(VmaLockStrategy.class::isAssignableFrom)
        .filter(type -> !Modifier.isAbstract(type.getModifiers()))
        .sorted(Comparator.comparing(Class::getSimpleName))
        .map(type -> type.asSubclass(VmaLockStrategy.class));
  }

  static VmaLockStrategy make(Class<? extends VmaLockStrategy> type) {
    try {
      return type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(type + " cannot be made", e);
    }
  }
}
