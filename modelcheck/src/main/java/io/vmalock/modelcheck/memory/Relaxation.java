package io.vmalock.modelcheck.memory;

import java.util.Set;

/** The behaviours beyond the access modes that a model may permit. */
public enum Relaxation {
  /**
   * A load through a reference may return a value from before the reference was published, even if
   * it was published by a release. The language permits it, and no current processor does it.
   */
  DEPENDENT_READS(
      "loads through a reference are not ordered after the load of the reference: right by the"
          + " language, and no processor of today does it"),
  /**
   * Final fields are written where the constructor writes them, so that other threads may see their
   * default values. Without this relaxation they are constants.
   */
  FINAL_FIELDS("a final field is seen before the constructor writes it"),
  /**
   * A plain load in a loop may be performed once, before the loop, which then never sees a store.
   * The language permits it, and compilers do it.
   */
  HOISTED_LOADS("a plain load is hoisted out of its loop"),
  /**
   * A weaker load that follows a volatile read-modify-write may be performed before its store part.
   * The language permits it, and processors with load-linked/store-conditional do it. Without this
   * relaxation such an update is a full fence for its thread, as on x86.
   */
  PASSED_UPDATES("a load is performed before the store of an earlier volatile update"),
  /**
   * A volatile load may miss a volatile store, though an earlier and weaker load of its thread
   * returned a later store: the weaker load may be performed later, or the later store earlier. The
   * language permits it, and so do processors other than x86. So a reader that checks by a volatile
   * load that nothing changed needs an acquire fence before that load, and the writer a store-store
   * fence after its volatile store.
   */
  UNSEEN_VOLATILES("a volatile store is missed by a thread that saw what was stored after it"),
  /**
   * Load buffering: a plain load may be performed after later stores of its thread that do not
   * depend on it. It can then return a value that another thread stores after it has seen those
   * stores. The language permits it, compilers do it, and so do processors other than x86.
   */
  LOAD_BUFFERING("a plain load is performed after a later store");

  /**
   * The default: the relaxations that stand for the language's own rules or for the behaviour of
   * machines.
   */
  public static final Set<Relaxation> USUAL =
      Set.of(DEPENDENT_READS, PASSED_UPDATES, UNSEEN_VOLATILES);

  private final String words;

  Relaxation(String words) {
    this.words = words;
  }

  /** Returns in words what it permits. */
  public String words() {
    return words;
  }
}
