package io.vmalock.bench.scenario;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import org.jspecify.annotations.Nullable;

/**
 * The subject of this JVM: one strategy, or one control that is built as a strategy.
 *
 * <p>The system property {@value #PROPERTY} names it. One JVM never sees two, so that the calls of
 * the SPI have one target each and no other strategy pollutes the profiles.
 */
public final class ThisJvm {
  /** The system property that names the subject of this JVM. */
  public static final String PROPERTY = "vmalock.bench.strategy";

  /** The strategy that this JVM measures, as a constant: calls of it are inlined. */
  public static final VmaLockStrategy STRATEGY = resolve(System.getProperty(PROPERTY));

  /** The system property that makes this JVM count events, at some cost to its times. */
  public static final String COUNTING_PROPERTY = "vmalock.bench.counting";

  /** Whether this JVM counts. */
  public static final boolean COUNTING = Boolean.getBoolean(COUNTING_PROPERTY);

  private ThisJvm() {}

  private static VmaLockStrategy resolve(@Nullable String name) {
    if (name == null) {
      return Strategies.choose();
    }
    return switch (name) {
      case PassThrough.NAME -> new PassThrough();
      case Coarse.NAME -> new Coarse();
      default -> Strategies.named(name);
    };
  }
}
