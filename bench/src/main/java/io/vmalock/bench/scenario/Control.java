package io.vmalock.bench.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Makes a JMH benchmark, one with no strategy in it, a control of some scenarios. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Control {
  /** Its name in tables. */
  String name();

  /** The scenarios in which it stands beside the strategies; it gets their parameters. */
  String[] of();

  /** Its description. */
  String meaning();

  /** Whether the quick profile has it. */
  boolean quick() default false;
}
