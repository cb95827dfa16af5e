package io.vmalock.modelcheck.execution;

import io.vmalock.modelcheck.memory.Relaxation;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.ObjectVariable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The state that the executions of one loader share. */
public final class Session implements AutoCloseable {
  final Workers workers = new Workers();
  final ElementVariable.All elements = new ElementVariable.All();
  final ObjectVariable.All objects = new ObjectVariable.All();
  private final List<Thread> identities = new ArrayList<>();
  private boolean met;
  private Set<Relaxation> relaxations = Relaxation.USUAL;
  private final Set<String> warnings = new LinkedHashSet<>();

  /** Returns the thread object that stands for the thread with an index in every execution. */
  Thread identity(int index) {
    while (identities.size() <= index) {
      identities.add(new Thread(null, null, "T" + identities.size(), 0, false));
    }
    return identities.get(index);
  }

  /** Sets the relaxations that the model permits. */
  public void permit(Set<Relaxation> permitted) {
    relaxations = Set.copyOf(permitted);
  }

  /** Returns the relaxations that the model permits. */
  public Set<Relaxation> permitted() {
    return relaxations;
  }

  boolean permits(Relaxation relaxation) {
    return relaxations.contains(relaxation);
  }

  /**
   * Returns whether two threads met in any execution: at a variable, in a monitor, or by an unpark.
   */
  public boolean met() {
    return met;
  }

  /** Records that two threads met. */
  void meet() {
    met = true;
  }

  /** Forgets whether threads met. */
  public void nobodyMet() {
    met = false;
  }

  /** Notes what is no error, for the report. */
  public void warn(String warning) {
    warnings.add(warning);
  }

  /** Returns the remarks that are no errors, each once. */
  public Set<String> warnings() {
    return new LinkedHashSet<>(warnings);
  }

  /**
   * Runs {@code work} on a thread that can run executions.
   *
   * @throws InterruptedException if interrupted while it runs
   */
  public void control(Runnable work) throws InterruptedException {
    Worker controller = new Worker("model-checker");
    controller.prepareControl(
        () -> {
          try {
            work.run();
          } finally {
            controller.retire();
          }
        });
    controller.start();
    controller.join();
  }

  @Override
  public void close() {
    workers.close();
  }
}
