package io.vmalock.bench.scale;

import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.scale.load.Load;
import io.vmalock.bench.scale.machine.Hardware;
import io.vmalock.bench.scale.machine.Simulation;
import io.vmalock.bench.scale.machine.Tally;
import io.vmalock.bench.scale.machine.Work;
import io.vmalock.modelcheck.rewrite.RewritingLoader;
import io.vmalock.modelcheck.rewrite.Scope;
import java.lang.reflect.InvocationTargetException;
import java.util.HashMap;
import java.util.Map;

/** A strategy on simulated cores: its own bytecode, each access of which is an event. */
final class Subject {
  private final String name;
  private final Class<?> type;

  /** Classes read the number of processors, so each machine needs its own classes. */
  private final Map<Integer, RewritingLoader> loaders = new HashMap<>();

  /** A strategy by its name in tables. */
  Subject(String name, VmaLockStrategy strategy) {
    this.name = name;
    this.type = strategy.getClass();
  }

  String name() {
    return name;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if it fails
   */
  Tally run(Hardware hardware, Scene scene, int cores, long seed) {
    ClassLoader real = real();
    RewritingLoader loader =
        loaders.computeIfAbsent(hardware.cores(), unseen -> new RewritingLoader(real, scope()));
    return Simulation.run(
        hardware, real, () -> work(loader, scene, cores), cores, scene.extent(cores, seed));
  }

  private Work work(RewritingLoader loader, Scene scene, int cores) throws Exception {
    try {
      Object strategy = loader.loadClass(type.getName()).getConstructor().newInstance();
      return (Work)
          loader
              .loadClass(Load.class.getName())
              .getMethod("of", String.class, Object.class, int.class)
              .invoke(null, scene.label(), strategy, cores);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " cannot be run: " + e.getCause(), e.getCause());
    }
  }

  private ClassLoader real() {
    return type.getClassLoader();
  }

  /** The api, the strategy, and the loads. */
  private Scope scope() {
    return Scope.none()
        .with("io.vmalock.")
        .without("io.vmalock.modelcheck.")
        .without("io.vmalock.bench.")
        .with(Load.class.getPackageName() + ".")
        .with(type.getPackageName().isEmpty() ? type.getName() : type.getPackageName() + ".")
        .without(Scene.class.getPackageName() + ".machine.")
        .trusting("io.vmalock.bench.")
        .writingFinals();
  }
}
