package io.vmalock;

/**
 * A feature that the contract does not ask of every strategy. A strategy declares its capabilities
 * as data, the tools show them, and the conformance kit tests them.
 */
public enum Capability {
  /** A bulk startWrite pays no atomic operation for each VMA, but one fence for all. */
  BULK_WRITE("bulk write", "a bulk startWrite pays one fence, not an atomic for each VMA"),
  /** {@link VmaLockStrategy#endWrite} releases one VMA before the section ends. */
  EARLY_END_WRITE("early endWrite", "one VMA can be released before its section ends"),
  /** {@link VmaLockStrategy#startOptimistic} and {@link VmaLockStrategy#validate} are supported. */
  OPTIMISTIC_READ("optimistic reads", "begin, read, validate: without a store to shared memory"),
  /** {@link Limits#readers} can be set below what the strategy can count. */
  READER_LIMIT("reader limit", "the number of readers of one VMA can be limited"),
  /** {@link VmaLockStrategy#tryStartWrite} is supported: a wait for readers can be cut short. */
  INTERRUPTIBLE_WAIT("interruptible wait", "a wait for readers ends on interrupt or time-out"),
  /** A detached VMA may be attached again, to another mm too. */
  VMA_REUSE("reuse", "a detached VMA object may be attached again, to another mm too"),
  /** A thread may end a hold that another thread started. */
  END_READ_ELSEWHERE("handed-over holds", "another thread may end a hold");

  private final String label;
  private final String meaning;

  Capability(String label, String meaning) {
    this.label = label;
    this.meaning = meaning;
  }

  /** A few words, for the head of a table's column. */
  public String label() {
    return label;
  }

  /** A sentence on the benefit. */
  public String meaning() {
    return meaning;
  }
}
