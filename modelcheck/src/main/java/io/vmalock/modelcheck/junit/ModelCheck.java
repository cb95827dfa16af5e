package io.vmalock.modelcheck.junit;

import io.vmalock.modelcheck.memory.Relaxation;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A JUnit test that the model checker runs, under every interleaving and memory order within
 * bounds. The method takes a {@link io.vmalock.modelcheck.check.Scenario} and nothing else.
 *
 * <p>The checker explores the classes in the package of the test class and below it, and the
 * classes that the elements below add. The test class is loaded anew: its fields are new in each
 * execution, and its own methods for before and after each test run in each.
 */
@Documented
@Test
@ExtendWith(ModelCheckExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
public @interface ModelCheck {
  /** Further classes to explore, with those nested in them. */
  Class<?>[] scope() default {};

  /** Further classes to explore, by a prefix of their names: {@code "com.acme."}. */
  String[] scopePackages() default {};

  /** Further jars to explore, each named by one of its classes. */
  Class<?>[] scopeJarsOf() default {};

  /** Classes that may be called without being modelled, by a prefix of their names. */
  String[] trusting() default {};

  /** Fields on which a data race is an error, by a prefix of their full names. */
  String[] races() default {};

  /** How often another thread may run though the present one could go on. */
  int preemptions() default 2;

  /** How often a load may return an older store than the newest. */
  int staleReads() default 1;

  /** The relaxations that the model permits beyond the access modes. */
  Relaxation[] relaxations() default {
    Relaxation.DEPENDENT_READS, Relaxation.PASSED_UPDATES, Relaxation.UNSEEN_VOLATILES
  };

  /** The most executions. */
  long executions() default 100_000;

  /** The longest time, in seconds. */
  int seconds() default 60;

  /** The seed of the random search, which goes on where the systematic one had to stop. */
  long seed() default 1;

  /** The most events of an execution: one with more is a livelock. */
  int events() default 20_000;

  /** The schedule of a counterexample, to replay only that execution; otherwise empty. */
  String replay() default "";
}
