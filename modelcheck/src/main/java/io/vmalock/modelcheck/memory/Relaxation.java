package io.vmalock.modelcheck.memory;

import java.util.Set;

/** What a model permits, or not, beyond what the access modes say. */
public enum Relaxation {
  /**
   * A load through a reference may return a value from before the reference was published, though
   * it was published by a release: the language permits it, and no processor of today does it.
   */
  DEPENDENT_READS("loads through a reference are not ordered after the load of the reference"),
  /**
   * Final fields are written where the constructor writes them, so that others may come between and
   * see their default values. Without it they are constants, which nobody comes between.
   */
  FINAL_FIELDS("a final field is seen before the constructor writes it"),
  /**
   * A plain load in a loop may be done once, before the loop, which then never sees a store: the
   * language permits it, and compilers do it.
   */
  HOISTED_LOADS("a plain load is taken out of its loop"),
  /**
   * A weaker load that follows a volatile read-modify-write may be done before the store part of
   * it: the language permits it, and processors that link a load with a store do it. Without it
   * such an update is a full fence for its thread, as on x86.
   */
  PASSED_UPDATES("a load is done before the store of a volatile update that comes before it"),
  /**
   * A plain load may be done after later stores of its thread that do not depend on it, so that it
   * returns what another thread stores once it has seen those: load buffering. The language permits
   * it, compilers do it, and so do processors that are not x86.
   */
  LOAD_BUFFERING("a plain load is done after a store that comes after it");

  /**
   * What the language permits that machines show, or rules that only machines have: the default.
   */
  public static final Set<Relaxation> USUAL = Set.of(DEPENDENT_READS, PASSED_UPDATES);

  private final String words;

  Relaxation(String words) {
    this.words = words;
  }

  /** What it permits, in words. */
  public String words() {
    return words;
  }
}
