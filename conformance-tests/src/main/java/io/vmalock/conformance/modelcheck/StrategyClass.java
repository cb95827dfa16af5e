package io.vmalock.conformance.modelcheck;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.CannotJudge;
import io.vmalock.conformance.modelcheck.campaign.SpaceCampaign;
import io.vmalock.conformance.modelcheck.campaign.StrategyScope;
import io.vmalock.conformance.modelcheck.weaken.StrategyClasses;
import io.vmalock.modelcheck.rewrite.Scope;
import java.util.Arrays;

/**
 * The class of a strategy, which the model checker instantiates itself.
 *
 * @param name its name
 * @param loader finds its class files
 * @param scope its package and those of its superclasses: its helpers are rewritten with it
 */
record StrategyClass(String name, ClassLoader loader, Scope scope) {
  /**
   * The class of this strategy.
   *
   * @throws CannotJudge if it has no public constructor without parameters
   */
  static StrategyClass of(VmaLockStrategy strategy) {
    Class<?> type = strategy.getClass();
    if (Arrays.stream(type.getConstructors()).noneMatch(made -> made.getParameterCount() == 0)) {
      throw new CannotJudge(
          "the model checker makes its own instances: it needs a public constructor without"
              + " parameters");
    }
    ClassLoader loader = type.getClassLoader();
    Scope scope = StrategyScope.standard();
    for (Class<?> each : StrategyClasses.family(type)) {
      String inPackage = each.getPackageName();
      scope = scope.with(inPackage.isEmpty() ? each.getName() : inPackage + ".");
    }
    return new StrategyClass(
        type.getName(), loader == null ? ClassLoader.getSystemClassLoader() : loader, scope);
  }

  /** Explores an address space on it. */
  SpaceCampaign spaceCampaign() {
    return new SpaceCampaign(loader, scope, name);
  }
}
