package io.vmalock.modelcheck.jcstress;

import io.vmalock.modelcheck.check.Check;
import io.vmalock.modelcheck.check.Expect;
import io.vmalock.modelcheck.check.Scenario;
import io.vmalock.modelcheck.program.Task;
import java.util.List;

/** A documented sample of jcstress: what its table says of each outcome, and its threads. */
final class Sample {
  private final String name;
  private List<String> acceptable = List.of();
  private List<String> interesting = List.of();
  private List<String> forbidden = List.of();
  private List<String> missing = List.of();
  private Expect others = Expect.FORBIDDEN;
  private String difference = "";
  private Check check = Check.of(Sample::nothing);

  /** A sample by the name that jcstress has for it. */
  Sample(String name) {
    this.name = name;
  }

  private static void nothing(Scenario scenario) {}

  Sample acceptable(String... outcomes) {
    acceptable = List.of(outcomes);
    return this;
  }

  Sample interesting(String... outcomes) {
    interesting = List.of(outcomes);
    return this;
  }

  /** Outcomes that the table names as forbidden; so is each one that it does not name. */
  Sample forbidden(String... outcomes) {
    forbidden = List.of(outcomes);
    return this;
  }

  /** The table's entry for all outcomes that it does not name. */
  Sample others(Expect expect) {
    others = expect;
    return this;
  }

  /** Outcomes that the table permits and the model checker does not produce, and why. */
  Sample without(String why, String... outcomes) {
    difference = why;
    missing = List.of(outcomes);
    return this;
  }

  Sample body(Check.Body body) {
    check =
        Check.of(body)
            .named(name)
            .scopePackages(Sample.class.getPackageName() + ".")
            .preemptions(2)
            .staleReads(1)
            .executions(5_000);
    return this;
  }

  /** Explores within other bounds. */
  Sample within(int preemptions, int staleReads, int executions) {
    check.preemptions(preemptions).staleReads(staleReads).executions(executions);
    return this;
  }

  String name() {
    return name;
  }

  List<String> acceptable() {
    return acceptable;
  }

  List<String> interesting() {
    return interesting;
  }

  List<String> forbidden() {
    return forbidden;
  }

  List<String> missing() {
    return missing;
  }

  Expect others() {
    return others;
  }

  String difference() {
    return difference;
  }

  Check check() {
    return check;
  }

  @Override
  public String toString() {
    return name;
  }

  /** The observations of a sample's threads, in jcstress's form. */
  static final class Results {
    Object r1 = 0;
    Object r2 = 0;
    Object r3 = 0;
    Object r4 = 0;

    String one() {
      return String.valueOf(r1);
    }

    String two() {
      return r1 + ", " + r2;
    }

    String three() {
      return two() + ", " + r3;
    }

    String four() {
      return three() + ", " + r4;
    }
  }

  /** Runs two threads, of which each has one result. */
  static void two(Scenario scenario, Results r, Task first, Task second) {
    scenario.thread("actor1", first);
    scenario.thread("actor2", second);
    scenario.after(() -> scenario.observe(r.two()));
  }

  /** Runs two threads, which have one result together. */
  static void one(Scenario scenario, Results r, Task first, Task second) {
    scenario.thread("actor1", first);
    scenario.thread("actor2", second);
    scenario.after(() -> scenario.observe(r.one()));
  }

  /** Runs two threads that end, which is all that is asked of them. */
  static void terminated(Scenario scenario, Task... tasks) {
    for (Task task : tasks) {
      scenario.thread(task);
    }
    scenario.after(() -> scenario.observe("TERMINATED"));
  }
}
