package io.vmalock.bench.scenario;

/** The classes of scenarios, each of which answers a question for a choice. */
public enum Family {
  /** A reader's price for the lock alone. */
  READ_PAIR("read pair", "what each access pays for the lock alone"),
  /** A writer's price. */
  WRITE_SECTION("write section", "what a change of the map pays, and how long it waits"),
  /** Readers and a writer at once. */
  MIXED("readers against a writer", "how fast readers stay, and how late the writer gets in"),
  /** Find, hold, touch, let go. */
  LOOK_UP("look-up", "a whole access: find the area, hold it, touch, let go"),
  /** A reader that stays inside for long. */
  SLOW_READER(
      "slow reader", "whom a reader that stays inside for long keeps waiting, and how long"),
  /** Files that are replaced under their readers. */
  MAPPED_FILES(
      "mapped files", "files that are replaced under their readers, and what programs do instead"),
  /** The measurements of the kernel's developers. */
  KERNEL("kernel workloads", "the loads that Linux measures its per-VMA locks with"),
  /** Areas and spaces that come and go. */
  LIFE_CYCLE("life cycle", "areas that come and go, and the end of a space"),
  /** The first moments of a process. */
  START_UP("start-up", "how soon a process that has just begun is where it wants to be"),
  /** Recorded programs. */
  REPLAY("recorded programs", "the system calls and faults of real programs, in their order");

  private final String label;
  private final String question;

  Family(String label, String question) {
    this.label = label;
    this.question = question;
  }

  /** A few words, for headings. */
  public String label() {
    return label;
  }

  /** Its name on the command line. */
  public String option() {
    return label.replace(' ', '-');
  }

  /** The question that it answers. */
  public String question() {
    return question;
  }
}
