package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.RecordingReader;
import io.vmalock.bench.replay.recording.Remarks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What is mapped in each address space at its end, or at the end of the recording. Goes through the
 * recording once and keeps only what is mapped at the time: the memory that it needs grows with the
 * areas and threads that there are at once, not with the recording.
 *
 * @param calls how many calls about memory or threads there were
 * @param faults how many faults
 * @param spaces how many address spaces there were
 * @param threads how many threads
 * @param mostAreas the most areas that one space had at once
 * @param remarks what was left out or decided
 */
public record LastMaps(
    long calls, long faults, int spaces, int threads, int mostAreas, Remarks remarks) {

  /**
   * An address space at its end.
   *
   * @param index which it is, from 0 in the order in which they began
   * @param pid the process that it is of
   * @param thread who was in it first: its name and id
   * @param line the line that ended it; 0 for the end of the recording
   */
  public record Last(int index, int pid, String thread, int line, List<MappedArea> areas) {}

  /**
   * Goes through a recording.
   *
   * @param progress is called now and then with the part that is read, from 0 to 1
   * @param each is given every space at its end
   */
  public static LastMaps of(Recording recording, DoubleConsumer progress, Consumer<Last> each) {
    try (RecordingReader reader = recording.open()) {
      Watch watch = new Watch(each);
      Chronology chronology = new Chronology(reader, watch);
      for (long i = 1; chronology.advance(); i++) {
        if ((i & 0xffff) == 0) {
          progress.accept(reader.share());
        }
      }
      watch.end();
      return new LastMaps(
          reader.calls(),
          chronology.faults(),
          chronology.spaces(),
          chronology.threads(),
          chronology.mostAreas(),
          reader.remarks());
    }
  }

  /** Knows the spaces that are there. */
  private static final class Watch implements History {
    private record Open(RecordedSpace space, RecordedThread first) {}

    /** The thread that began last: for a fork, the child. */
    private @Nullable RecordedThread newest;

    private final Consumer<Last> each;
    private final Map<Integer, Open> open = new HashMap<>();
    private final Map<Integer, RecordedSpace> begun = new HashMap<>();
    private final Map<Integer, RecordedThread> threads = new HashMap<>();

    Watch(Consumer<Last> each) {
      this.each = each;
    }

    @Override
    public void thread(RecordedThread thread) {
      if (threads.size() > 4096) {
        threads.values().removeIf(one -> one.space == null);
      }
      threads.put(thread.index, thread);
      newest = thread;
    }

    @Override
    public void space(RecordedSpace space) {
      begun.put(space.index, space);
    }

    @Override
    public void step(Step step) {
      if (step instanceof Step.Create || step instanceof Step.Fork) {
        int index = step instanceof Step.Fork fork ? fork.child() : step.space();
        RecordedSpace space = begun.remove(index);
        RecordedThread thread = step instanceof Step.Fork ? newest : threads.get(step.thread());
        if (space != null && thread != null) {
          open.put(index, new Open(space, thread));
        }
      } else if (step instanceof Step.Close) {
        tell(open.remove(step.space()), step.line());
      }
    }

    private void tell(@Nullable Open one, int line) {
      if (one != null) {
        each.accept(
            new Last(
                one.space().index,
                one.first().pid,
                one.first().toString(),
                line,
                one.space().mapped()));
      }
    }

    void end() {
      List<Integer> left = new ArrayList<>(open.keySet());
      left.sort(null);
      left.forEach(index -> tell(open.get(index), 0));
    }
  }
}
