package io.vmalock.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * No two packages of the project depend on each other, whether directly or through others. The
 * command's module sees all other modules, so that one test covers the whole project.
 */
class PackageCyclesTest {
  private static final String PROJECT = "io.vmalock";

  @Test
  void packagesDependInOneDirection() {
    SortedMap<String, SortedSet<String>> uses = uses();
    assertThat(uses.keySet())
        .as("packages seen")
        .contains("io.vmalock.modelcheck.execution", "io.vmalock.conformance.check", PROJECT);
    assertThat(pairs(uses)).as("pairs of packages that depend on each other").isEmpty();
  }

  /** The search sees a pair, a ring of three, and neither in a chain. */
  @Test
  void cyclesAreSeen() {
    SortedMap<String, SortedSet<String>> uses = new TreeMap<>();
    uses.put("a", new TreeSet<>(Set.of("b")));
    uses.put("b", new TreeSet<>(Set.of("c")));
    assertThat(pairs(uses)).isEmpty();
    uses.put("c", new TreeSet<>(Set.of("a")));
    assertThat(pairs(uses)).containsExactly("a <-> b", "a <-> c", "b <-> c");
    uses.put("b", new TreeSet<>(Set.of("a")));
    assertThat(pairs(uses)).containsExactly("a <-> b");
  }

  /** Each pair of packages of which either reaches the other, in order, once. */
  private static SortedSet<String> pairs(SortedMap<String, SortedSet<String>> uses) {
    SortedMap<String, SortedSet<String>> reached = new TreeMap<>();
    uses.keySet().forEach(from -> reached.put(from, reachedFrom(from, uses)));
    SortedSet<String> pairs = new TreeSet<>();
    reached.forEach(
        (one, others) -> {
          for (String other : others) {
            boolean back = reached.getOrDefault(other, new TreeSet<>()).contains(one);
            if (back && one.compareTo(other) < 0) {
              pairs.add(one + " <-> " + other);
            }
          }
        });
    return pairs;
  }

  private static SortedSet<String> reachedFrom(
      String from, SortedMap<String, SortedSet<String>> uses) {
    SortedSet<String> reached = new TreeSet<>();
    SortedSet<String> next = new TreeSet<>(uses.getOrDefault(from, new TreeSet<>()));
    while (!next.isEmpty()) {
      String name = next.first();
      next.remove(name);
      if (reached.add(name)) {
        next.addAll(uses.getOrDefault(name, new TreeSet<>()));
      }
    }
    return reached;
  }

  /** The packages of the project, each with those of the project that its classes depend on. */
  private static SortedMap<String, SortedSet<String>> uses() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            // JMH generates classes beside the benchmarks.
            .withImportOption(location -> !location.contains("/jmh_generated/"))
            .importPackages(PROJECT);
    SortedMap<String, SortedSet<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      SortedSet<String> used =
          uses.computeIfAbsent(type.getPackageName(), unseen -> new TreeSet<>());
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String target = dependency.getTargetClass().getBaseComponentType().getPackageName();
        boolean ours = target.equals(PROJECT) || target.startsWith(PROJECT + ".");
        if (ours && !target.equals(type.getPackageName())) {
          used.add(target);
        }
      }
    }
    return uses;
  }
}
