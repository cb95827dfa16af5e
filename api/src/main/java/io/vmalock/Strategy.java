package io.vmalock;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name by which a {@link VmaLockStrategy} is chosen, readable before an instance is made: a
 * provider that nobody asked for is never created, and a broken one hides no other.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Strategy {
  /** A short name such as {@code refcnt}: lower-case letters, digits and hyphens. */
  String name();

  /** Where the design comes from, in a few words, for tables. */
  String source();

  /**
   * The strategy of the highest priority is the default. Third-party strategies leave it at 0
   * unless they mean to take the default's place.
   */
  int priority() default 0;
}
