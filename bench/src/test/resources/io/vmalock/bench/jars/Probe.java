package org.example.probe;

import io.vmalock.Mm;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyCatalog;
import io.vmalock.selection.StrategyProvider;
import io.vmalock.selection.StrategySelectionException;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;

/** A program that embeds the library: does what its arguments say, and prints what came of it. */
public final class Probe {
  private Probe() {}

  public static void main(String[] commands) {
    for (String command : commands) {
      String[] words = command.split(" ");
      try {
        switch (words[0]) {
          case "list" -> Strategies.all().forEach(Probe::print);
          case "use-all" -> Strategies.all().forEach(found -> use(found.create()));
          case "use" -> use(Strategies.named(words[1]));
          case "choose" -> use(Strategies.choose());
          case "use-layer" -> use(layer(words[1], Path.of(words[2])).named(words[3]));
          default -> throw new IllegalArgumentException(command);
        }
      } catch (StrategySelectionException e) {
        System.out.println("failed|" + e.reason() + "|" + e.getMessage().replace("\n", "|"));
      }
    }
  }

  private static void print(StrategyProvider found) {
    System.out.println(
        String.join(
            "|",
            "found",
            found.name(),
            found.className(),
            found.location(),
            found.problem().orElse("sound")));
  }

  private static StrategyCatalog layer(String module, Path jar) {
    ModuleLayer boot = ModuleLayer.boot();
    Configuration configuration =
        boot.configuration().resolve(ModuleFinder.of(jar), ModuleFinder.of(), Set.of(module));
    return Strategies.catalog(
        boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader()));
  }

  /** Map, read, unmap. */
  private static void use(VmaLockStrategy strategy) {
    Mm mm = strategy.newMm();
    Vma vma = strategy.newVma(0x1000, 0x2000, "an area");
    mm.writeLock();
    try {
      strategy.attach(mm, vma);
    } finally {
      mm.writeUnlock();
    }
    long stamp = strategy.startRead(mm, vma);
    if (stamp <= 0) {
      throw new AssertionError("startRead answered " + stamp);
    }
    int readers = strategy.readers(vma);
    strategy.endRead(vma, stamp);
    mm.writeLock();
    try {
      strategy.detach(mm, vma);
    } finally {
      mm.writeUnlock();
    }
    System.out.println(
        String.join(
            "|",
            "used",
            strategy.name(),
            strategy.getClass().getName(),
            readers + " reader, then " + strategy.readers(vma),
            strategy.startRead(mm, vma) == VmaLockStrategy.DETACHED ? "detached" : "attached"));
  }
}
