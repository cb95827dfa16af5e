package io.vmalock.selection;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Retirement;
import io.vmalock.Strategy;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Providers to choose from, sound and broken in every way. None of them locks anything. Public, as
 * copies of them in another class loader are in another package.
 */
public final class SampleStrategies {
  /** The classes that were initialized or instantiated. */
  public static final Set<String> TOUCHED = ConcurrentHashMap.newKeySet();

  private SampleStrategies() {}

  /** Implements what choosing does not need. */
  public abstract static class Sample implements VmaLockStrategy {
    public Sample() {
      TOUCHED.add(getClass().getName());
    }

    @Override
    public Set<Capability> capabilities() {
      return Set.of();
    }

    @Override
    public Mm newMm(Limits limits) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Vma newVma(long start, long end, @Nullable Object attachment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long startRead(Mm mm, Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long startReadLocked(Mm mm, Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void endRead(Vma vma, long stamp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void startWrite(Mm mm, Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void attach(Mm mm, Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void detach(Mm mm, Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void retire(Mm mm, Retirement retirement) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean lookAgain(Retirement retirement) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isWriteHeld(Vma vma) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int readers(Vma vma) {
      throw new UnsupportedOperationException();
    }
  }

  @Strategy(name = "alpha", source = "the first letter", priority = 7)
  public static class Alpha extends Sample {}

  @Strategy(name = "beta", source = "the second letter")
  public static class Beta extends Sample {}

  @Strategy(name = "gamma", source = "the third letter", priority = -1)
  public static class Gamma extends Sample {
    static {
      TOUCHED.add("Gamma.class");
    }
  }

  @Strategy(name = "alpha", source = "another class of that name")
  public static class AlphaToo extends Sample {}

  @Strategy(name = "omega", source = "as high as alpha", priority = 7)
  public static class Omega extends Sample {}

  @Strategy(name = "elsewhere", source = "runs on another machine")
  public static class Elsewhere extends Sample {
    @Override
    public Optional<String> unavailable() {
      return Optional.of("needs 65 bits");
    }
  }

  @Strategy(name = "throws", source = "its constructor throws", priority = 99)
  public static class Throws extends Sample {
    public Throws() {
      throw new IllegalStateException("out of luck");
    }
  }

  @Strategy(name = "throws-early", source = "its class initializer throws")
  public static class ThrowsEarly extends Sample {
    static final int LUCK = Integer.parseInt("none");
  }

  @Strategy(name = "liar", source = "calls itself something else")
  public static class Liar extends Sample {
    @Override
    public String name() {
      return "alpha";
    }
  }

  @Strategy(name = "hidden", source = "its constructor is not public")
  public static class Hidden extends Sample {
    static {
      TOUCHED.add("Hidden.class");
    }

    private Hidden() {}
  }

  @Strategy(name = "asks", source = "its constructor wants something")
  public static class Asks extends Sample {
    public Asks(String something) {}
  }

  @Strategy(name = "Bad Name", source = "not a short name")
  public static class BadName extends Sample {}

  public static class NoName extends Sample {}

  @Strategy(name = "impostor", source = "not a strategy at all")
  public static class Impostor {}

  /** The class that {@link Orphan} needs, and that a loader can withhold. */
  public static class Parent extends Sample {}

  @Strategy(name = "orphan", source = "its superclass is missing")
  public static class Orphan extends Parent {}
}
