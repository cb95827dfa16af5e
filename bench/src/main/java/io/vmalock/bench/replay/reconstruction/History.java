package io.vmalock.bench.replay.reconstruction;

/** Is told what was done, in the one order that {@link Chronology} settled on. */
interface History {
  /** A thread begins: it has the next index. */
  void thread(RecordedThread thread);

  /** A space begins: it has the next index. */
  void space(RecordedSpace space);

  /** Something was done. */
  void step(Step step);

  /** For who wants to know only how it ends. */
  History NONE =
      new History() {
        @Override
        public void thread(RecordedThread thread) {}

        @Override
        public void space(RecordedSpace space) {}

        @Override
        public void step(Step step) {}
      };
}
