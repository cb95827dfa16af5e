package io.vmalock.bench.scenario;

import io.vmalock.Capability;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a JMH benchmark a row of the matrix. The matrix has every such method in the benchmark
 * lists of the class path: a jar with more of them adds rows.
 */
@Documented
@Repeatable(Scenario.List.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Scenario {
  /** A short name: lower-case letters, digits and hyphens. */
  String name();

  /** The question that it helps to answer. */
  Family family();

  /** The action of one operation. */
  String meaning();

  /** The real load that it stands for. */
  String load();

  /** Values of the benchmark's parameters, each as {@code name=value}. */
  String[] params() default {};

  /** Whether it runs at several thread counts, or always with one thread. */
  boolean scales() default false;

  /** Whether the standard profile has it at all thread counts up to the number of cores. */
  boolean curve() default false;

  /** The way in which it is timed. */
  Timing timing() default Timing.SHORT;

  /**
   * Whether all its threads run without a pause, so that an iteration where one did not is void.
   */
  boolean busy() default true;

  /** Whether it is one of the few that decide: part of the quick profile. */
  boolean quick() default false;

  /** Whether only the full profile has it. */
  boolean full() default false;

  /**
   * Whether only its own name chooses it, and no profile, family or "all": it needs gigabytes of
   * heap, and seconds for an operation.
   */
  boolean named() default false;

  /** Whether the events in its space are counted too, in a JVM whose times do not count. */
  boolean counted() default false;

  /** The capabilities that it needs. */
  Capability[] needs() default {};

  /**
   * Whether it would go wrong without exclusion, so that controls without a lock do not take part.
   */
  boolean excludes() default false;

  /**
   * Whether it waits until one file is unmapped, so that columns that cannot do that do not take
   * part.
   */
  boolean unmaps() default false;

  /** Whether its times mean something, so that it has to be warm. */
  boolean warms() default true;

  /** Several rows by one method. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.METHOD)
  @interface List {
    /** The rows. */
    Scenario[] value();
  }
}
