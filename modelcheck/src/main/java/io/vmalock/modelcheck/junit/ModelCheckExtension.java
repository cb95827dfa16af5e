package io.vmalock.modelcheck.junit;

import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.check.Verdict;
import java.lang.reflect.Method;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Runs methods annotated with {@link ModelCheck} under the model checker, in place of JUnit. */
final class ModelCheckExtension implements InvocationInterceptor, ParameterResolver {
  /** Called by JUnit. */
  ModelCheckExtension() {}

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Scenario.class;
  }

  @Override
  public @Nullable Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return null; // JUnit's own call of the method is skipped
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> called,
      ExtensionContext context) {
    invocation.skip();
    Method method = called.getExecutable();
    ModelCheck annotation =
        AnnotationSupport.findAnnotation(method, ModelCheck.class)
            .orElseThrow(() -> new IllegalStateException(method + " is not a @ModelCheck"));
    Class<?> testClass = context.getRequiredTestClass();
    Verdict verdict = check(annotation, testClass, method).run();
    context.publishReportEntry("model checker", verdict.toString());
    verdict.orThrow();
  }

  private static Check check(ModelCheck annotation, Class<?> testClass, Method method) {
    Check check =
        Check.of(testClass, method.getName())
            .scope(annotation.scope())
            .scopePackages(annotation.scopePackages())
            .scopeJarsOf(annotation.scopeJarsOf())
            .trusting(annotation.trusting())
            .races(annotation.races())
            .preemptions(annotation.preemptions())
            .staleReads(annotation.staleReads())
            .relaxations(annotation.relaxations())
            .executions(annotation.executions())
            .time(Duration.ofSeconds(annotation.seconds()))
            .seed(annotation.seed())
            .events(annotation.events());
    if (!testClass.getPackageName().isEmpty()) {
      check.scopePackages(testClass.getPackageName() + ".");
    }
    if (!annotation.replay().isEmpty()) {
      check.replay(annotation.replay());
    }
    return check;
  }
}
