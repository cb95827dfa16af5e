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
 * The areas of each address space at its end, or at the end of the recording. One pass goes through
 * the recording and keeps only the present areas: its memory grows with the number of areas and
 * threads at a time, not with the recording.
 *
 * @param calls the number of calls about memory or threads
 * @param faults the number of faults
 * @param spaces the number of address spaces
 * @param threads the number of threads
 * @param mostAreas the most areas that one space had at once
 * @param remarks the remarks on everything left out or decided
 */
public record LastMaps(
    long calls, long faults, int spaces, int threads, int mostAreas, Remarks remarks) {

  /**
   * An address space at its end.
   *
   * @param index its index, from 0 in the order in which spaces began
   * @param pid its process
   * @param thread its first thread: the name and id
   * @param line the line that ended it; 0 for the end of the recording
   * @param midway whether it, or what it was forked from, was there before the recording began
   */
  public record Last(
      int index, int pid, String thread, int line, boolean midway, List<MappedArea> areas) {}

  /**
   * Goes through a recording.
   *
   * @param progress receives from time to time the part that is read, from 0 to 1
   * @param each receives every space at its end
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

  /** Keeps the present spaces. */
  private static final class Watch implements History {
    private record Open(RecordedSpace space, RecordedThread first) {}

    /** The thread that began last; after a fork, the child. */
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
                one.space().midway,
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
