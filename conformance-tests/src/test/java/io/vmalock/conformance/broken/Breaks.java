package io.vmalock.conformance.broken;

import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Rule;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A broken strategy, and what the kit must say of it. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Breaks {
  /** The rule that it breaks; the one to be named first, unless {@link #or} says otherwise. */
  Rule value();

  /** The layer that finds it, if none before does. */
  Layer by() default Layer.SCENARIO;

  /**
   * Rules that may be named first in its place: a breach of the one cannot be had without that of
   * the other, or a race decides which shows first.
   */
  Rule[] or() default {};

  /** Why the model checker's programs cannot show it, where they cannot; empty where they do. */
  String unseen() default "";

  /** The mistake, in a few words. */
  String how();
}
