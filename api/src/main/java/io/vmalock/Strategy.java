package io.vmalock;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name by which a {@link VmaLockStrategy} is chosen. It is readable without an instance, so a
 * provider that no caller asked for is never created, and a broken provider hides no other.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Strategy {
  /** A short name such as {@code refcnt}: lower-case letters, digits and hyphens. */
  String name();

  /** The source of the design, in a few words, for tables. */
  String source();

  /**
   * The strategy of the highest priority is the default. Third-party strategies leave it at 0
   * unless they mean to replace the default.
   */
  int priority() default 0;
}
