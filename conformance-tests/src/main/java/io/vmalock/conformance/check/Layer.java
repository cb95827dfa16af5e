package io.vmalock.conformance.check;

/** A way in which the kit tests a strategy. */
public enum Layer {
  /** Short deterministic stories on real threads, with calls and answers in a fixed order. */
  SCENARIO("scenario"),
  /** Programs that are made from the contract's model, each call judged by it. */
  GENERATED("generated"),
  /** Interleavings and memory orders of the strategy's own bytecode, one after the other. */
  MODEL_CHECKER("model-checker"),
  /** Many real threads for a while, on this machine's memory system. */
  STRESS("stress"),
  /** An address space on the strategy: with real threads, and under the model checker. */
  SPACE("space");

  private final String label;

  Layer(String label) {
    this.label = label;
  }

  /** The name that reports and the command line use. */
  public String label() {
    return label;
  }
}
