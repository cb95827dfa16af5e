package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.ProviderSource.Declaration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The reason why the service loader did not offer a class that is declared as a provider. */
final class Diagnosis {
  private static final String SERVICE = VmaLockStrategy.class.getName();

  private Diagnosis() {}

  /**
   * The entry for a declaration that was not offered; empty if it was, under another name.
   *
   * @param offered the names of the classes that were offered
   * @param failures the service loader's failures that name no class
   */
  static Optional<StrategyProvider> of(
      ProviderSource source,
      Declaration declaration,
      Set<String> offered,
      List<Throwable> failures) {
    String location = declaration.location();
    StrategyLabel label = null;
    String problem;
    Throwable cause = null;
    try {
      Class<?> type = source.load(declaration);
      if (offered.contains(type.getName())) {
        return Optional.empty();
      }
      location = Locations.of(type);
      label = labelOf(type);
      problem = problemOf(type, declaration, failures);
    } catch (ClassNotFoundException e) {
      problem = "there is no such class";
      cause = e;
    } catch (LinkageError | RuntimeException e) {
      problem = "its class cannot be loaded: " + e;
      cause = e;
    }
    return Optional.of(
        StrategyProvider.broken(declaration.className(), location, label, problem, cause));
  }

  private static @Nullable StrategyLabel labelOf(Class<?> type) {
    try {
      return StrategyLabel.of(type);
    } catch (StrategyLabel.Unreadable e) {
      return null; // and something else is wrong too, or it would have been offered
    }
  }

  private static String problemOf(
      Class<?> type, Declaration declaration, List<Throwable> failures) {
    if (!VmaLockStrategy.class.isAssignableFrom(type)) {
      return "it does not implement "
          + SERVICE
          + " of "
          + Locations.of(VmaLockStrategy.class)
          + "; if it implements that of a second copy, one of the two copies must go";
    }
    if (type.getModule().isNamed() && declaration.module() == null) {
      return "META-INF/services names it, which does not count in a module: add \"provides "
          + SERVICE
          + " with "
          + type.getName()
          + "\" to the module-info of "
          + type.getModule().getName();
    }
    if (Arrays.stream(type.getConstructors()).noneMatch(made -> made.getParameterCount() == 0)) {
      return "it has no public constructor without parameters";
    }
    return "the service loader left it out"
        + failures.stream().map(failure -> "; " + failure).distinct().collect(Collectors.joining());
  }
}
