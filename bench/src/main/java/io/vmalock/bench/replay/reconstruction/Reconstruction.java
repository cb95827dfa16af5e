package io.vmalock.bench.replay.reconstruction;

import io.vmalock.bench.replay.areas.AreaMap;
import io.vmalock.bench.replay.areas.Change;
import io.vmalock.bench.replay.areas.MappedArea;
import io.vmalock.bench.replay.areas.Mapping;
import io.vmalock.bench.replay.recording.Recording;
import io.vmalock.bench.replay.recording.RecordingReader;
import io.vmalock.bench.replay.recording.Remarks;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sequential reconstruction of a recorded program's address spaces, on a model of its own: the
 * area that each fault must find, the calls that make and end that state of the area, and the areas
 * of each space at its end. Every strategy's replay is compared with it.
 *
 * @param recording the recording
 * @param remarks the remarks on everything left out or decided
 * @param calls the number of its calls about memory or threads
 * @param threads the recorded threads' names
 * @param pids the recorded processes
 * @param turns all steps in order, with the model's statements about them
 * @param spaces by index, the areas at the space's end, or at the end of the recording
 * @param mostAreas the most areas that one space had at once
 */
public record Reconstruction(
    Recording recording,
    Remarks remarks,
    long calls,
    List<String> threads,
    Set<Integer> pids,
    List<Turn> turns,
    List<List<MappedArea>> spaces,
    int mostAreas) {

  /** A step of the history, and the model's statement about it. */
  public sealed interface Turn {
    Step step();
  }

  /**
   * A fault.
   *
   * <p>A fault during another thread's call that changed the same area may find the area before the
   * change or after it, and runs beside that section: this is where readers and writers meet.
   *
   * @param areas the states of the area that it may find, mostly one; empty if nothing is mapped
   * @param after the number of sections of the space that it comes after: at least the one that
   *     made the first of these states, or, if nothing is mapped, all sections before it
   * @param before the number of the section that ends the last of these states; 0 if none does
   */
  public record Find(Step.Touch step, List<MappedArea> areas, int after, int before)
      implements Turn {}

  /**
   * A section of a space, or its end; or the beginning of a space or a thread.
   *
   * @param number the number of the section in its space, from 1 for the one that made the space; 0
   *     for the beginning of a thread
   * @param made for the beginning of a space, the areas that it begins with
   */
  public record Act(Step step, int number, List<MappedArea> made) implements Turn {}

  /** Reconstructs what was recorded. */
  public static Reconstruction of(Recording recording) {
    return of(recording, share -> {});
  }

  /**
   * Reconstructs a recording.
   *
   * @param progress receives from time to time the part that is read, from 0 to 1
   */
  public static Reconstruction of(Recording recording, DoubleConsumer progress) {
    try (RecordingReader reader = recording.open()) {
      Collected history = new Collected();
      Chronology chronology = new Chronology(reader, history);
      for (long i = 1; chronology.advance(); i++) {
        if ((i & 0xffff) == 0) {
          progress.accept(reader.share());
        }
      }
      return new Builder(history).build(recording, reader);
    }
  }

  /** All steps, for the second pass, when the areas of execve are known. */
  private static final class Collected implements History {
    final List<RecordedThread> threads = new ArrayList<>();
    final List<RecordedSpace> spaces = new ArrayList<>();
    final List<Step> steps = new ArrayList<>();

    @Override
    public void thread(RecordedThread thread) {
      threads.add(thread);
    }

    @Override
    public void space(RecordedSpace space) {
      spaces.add(space);
    }

    @Override
    public void step(Step step) {
      steps.add(step);
    }
  }

  /** Returns the number of processes. */
  public int processes() {
    return pids.size();
  }

  /**
   * Returns a digest of the area that every fault must find and of every final map: equal for two
   * replays with the same requirements.
   */
  public String digest() {
    long digest = 0;
    for (Turn turn : turns) {
      if (turn instanceof Find find) {
        digest = 31 * digest + find.areas().hashCode();
      }
    }
    return Long.toHexString(31 * digest + spaces.hashCode());
  }

  /** Returns the number of faults to replay. */
  public int faults() {
    return (int) turns.stream().filter(Find.class::isInstance).count();
  }

  /**
   * Returns the number of faults that may find one of several states of an area, since a call was
   * changing it.
   */
  public int concurrentFaults() {
    return (int)
        turns.stream().filter(turn -> turn instanceof Find find && find.areas().size() > 1).count();
  }

  /** Returns the number of write sections to replay. */
  public int sections() {
    return (int)
        turns.stream()
            .filter(turn -> turn.step() instanceof Step.Revise || turn.step() instanceof Step.Fork)
            .count();
  }

  /** A fault as long as the end of its area is not known. */
  private static final class Finding {
    final Step.Touch step;
    final int after;
    final List<MappedArea> areas = new ArrayList<>();
    int before;

    Finding(Step.Touch step, int after) {
      this.step = step;
      this.after = after;
    }

    /** Allows it to come after a section too, which leaves this area at its address. */
    boolean passes(Step section, @Nullable MappedArea next) {
      return next != null
          && next.mapping().accessible()
          && section instanceof Step.Revise
          && step.concurrent().contains(section.line());
    }
  }

  /** One space's model. */
  private static final class Model {
    final AreaMap areas;

    /** By area, the section that made it. */
    final IdentityHashMap<MappedArea, Integer> madeBy = new IdentityHashMap<>();

    /** By area, the faults that found it. */
    final IdentityHashMap<MappedArea, List<Finding>> finders = new IdentityHashMap<>();

    /** The faults that found nothing since the last section. */
    final List<Finding> inVain = new ArrayList<>();

    /** The number of sections so far. */
    int sections = 1;

    Model(AreaMap areas) {
      this.areas = areas;
      areas.commit();
    }

    Finding find(Step.Touch touch) {
      MappedArea area = areas.find(touch.address());
      if (area == null) {
        Finding finding = new Finding(touch, sections);
        inVain.add(finding);
        return finding;
      }
      Finding finding = new Finding(touch, madeBy.getOrDefault(area, 1));
      add(finding, area);
      return finding;
    }

    private void add(Finding finding, MappedArea area) {
      finding.areas.add(area);
      finders.computeIfAbsent(area, key -> new ArrayList<>()).add(finding);
    }

    /** Ends a section whose changes have been made to the areas. */
    void commit(Step step) {
      sections++;
      AreaMap.Delta delta = areas.commit();
      delta.made().forEach(area -> madeBy.put(area, sections));
      for (MappedArea area : delta.ended()) {
        madeBy.remove(area);
        end(area, step);
      }
      inVain.forEach(finding -> finding.before = sections);
      inVain.clear();
    }

    private void end(MappedArea area, Step step) {
      List<Finding> found = finders.remove(area);
      if (found == null) {
        return;
      }
      for (Finding finding : found) {
        MappedArea next = areas.find(finding.step.address());
        if (next != null && finding.passes(step, next)) {
          add(finding, next);
        } else {
          finding.before = sections;
        }
      }
    }

    /** Ends the space. */
    List<MappedArea> close(Step step) {
      List<MappedArea> last = areas.all();
      last.forEach(area -> areas.apply(new Change.Unmap(area.start(), area.end())));
      commit(step);
      return last;
    }
  }

  private static final class Builder {
    private final Collected history;
    private final Model[] models;

    /** The turns so far; for a fault, its findings. */
    private final List<Object> drafts = new ArrayList<>();

    private final List<List<MappedArea>> last = new ArrayList<>();
    private int mostAreas;

    Builder(Collected history) {
      this.history = history;
      this.models = new Model[history.spaces.size()];
      for (int i = 0; i < models.length; i++) {
        last.add(List.of());
      }
    }

    Reconstruction build(Recording recording, RecordingReader reader) {
      history.steps.forEach(this::add);
      for (RecordedSpace space : history.spaces) {
        if (space.users > 0) {
          last.set(space.index, models[space.index].areas.all());
        }
      }
      List<Turn> turns = new ArrayList<>();
      for (Object draft : drafts) {
        turns.add(
            draft instanceof Finding finding
                ? new Find(finding.step, List.copyOf(finding.areas), finding.after, finding.before)
                : (Turn) draft);
      }
      return new Reconstruction(
          recording,
          reader.remarks(),
          reader.calls(),
          history.threads.stream().map(RecordedThread::toString).toList(),
          history.threads.stream()
              .map(thread -> thread.pid)
              .collect(java.util.stream.Collectors.toUnmodifiableSet()),
          List.copyOf(turns),
          List.copyOf(last),
          mostAreas);
    }

    private void add(Step step) {
      if (step instanceof Step.Create create) {
        AreaMap areas = madeByExecve(create.space());
        begin(create.space(), areas);
        drafts.add(new Act(create, 1, areas.all()));
      } else if (step instanceof Step.Touch touch) {
        drafts.add(models[touch.space()].find(touch));
      } else if (step instanceof Step.Revise revise) {
        Model model = models[revise.space()];
        List<Change> changes = apply(revise.changes(), model.areas);
        section(
            model,
            changes == revise.changes()
                ? revise
                : new Step.Revise(
                    revise.thread(), revise.space(), revise.line(), revise.call(), changes));
      } else if (step instanceof Step.Fork fork) {
        Model parent = models[fork.space()];
        AreaMap copy = parent.areas.copy();
        List<Change> inChild = apply(fork.inChild(), copy);
        section(
            parent, new Step.Fork(fork.thread(), fork.space(), fork.line(), fork.child(), inChild));
        begin(fork.child(), copy);
      } else if (step instanceof Step.Spawn spawn) {
        drafts.add(new Act(spawn, 0, List.of()));
      } else if (step instanceof Step.Close close) {
        Model model = models[close.space()];
        last.set(close.space(), model.close(close));
        drafts.add(new Act(close, model.sections, List.of()));
      }
    }

    /**
     * Applies changes to a model, and replaces a change of all areas by changes of the areas that
     * are known now.
     */
    private static List<Change> apply(List<Change> changes, AreaMap areas) {
      List<Change> told = changes;
      for (Change change : changes) {
        if (change instanceof Change.ReviseAll) {
          told = new ArrayList<>();
          break;
        }
      }
      for (Change change : changes) {
        if (change instanceof Change.ReviseAll all) {
          for (MappedArea area : areas.all()) {
            // Huge pages are locked anyway, and not marked so; droppable ones are never locked.
            boolean marked =
                (area.mapping().flags() & (Mapping.HUGE_PAGES | Mapping.DROPPABLE)) == 0;
            if (marked && !all.revision().apply(area.mapping()).equals(area.mapping())) {
              Change one = new Change.Revise(area.start(), area.end(), all.revision());
              areas.apply(one);
              told.add(one);
            }
          }
        } else {
          areas.apply(change);
          if (told != changes) {
            told.add(change);
          }
        }
      }
      return told;
    }

    private void section(Model model, Step step) {
      model.commit(step);
      drafts.add(new Act(step, model.sections, List.of()));
      mostAreas = Math.max(mostAreas, model.areas.size());
    }

    private AreaMap madeByExecve(int space) {
      AreaMap areas = new AreaMap();
      for (MappedArea area : history.spaces.get(space).origin.areas()) {
        areas.apply(new Change.Map(area.start(), area.end(), area.mapping()));
      }
      return areas;
    }

    private void begin(int space, AreaMap areas) {
      models[space] = new Model(areas);
      mostAreas = Math.max(mostAreas, areas.size());
    }
  }
}
