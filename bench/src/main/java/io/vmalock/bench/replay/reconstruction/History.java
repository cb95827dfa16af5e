package io.vmalock.bench.replay.reconstruction;

/** Receives the steps, in the one order that {@link Chronology} decided on. */
interface History {
  /** A thread begins, and has the next index. */
  void thread(RecordedThread thread);

  /** A space begins, and has the next index. */
  void space(RecordedSpace space);

  /** A step was made. */
  void step(Step step);

  /** A history that ignores all steps, for callers that need only the end. */
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
