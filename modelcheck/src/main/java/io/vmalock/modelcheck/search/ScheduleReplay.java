package io.vmalock.modelcheck.search;

import java.util.HashMap;
import java.util.Map;

/** A search with one execution, which a schedule describes. */
public final class ScheduleReplay implements Search {
  /** The place of a choice. */
  private record Place(int thread, int event, char sign) {}

  private final Schedule schedule;
  private final Map<Place, Integer> written = new HashMap<>();
  private boolean begun;

  /** Makes a search with the execution of {@code schedule}. */
  public ScheduleReplay(Schedule schedule) {
    this.schedule = schedule;
    for (Schedule.Step step : schedule.steps()) {
      written.put(new Place(step.thread(), step.event(), step.sign()), step.written());
    }
  }

  @Override
  public boolean next() {
    boolean first = !begun;
    begun = true;
    return first;
  }

  @Override
  public int decide(Choice choice) {
    Integer found = written.get(new Place(choice.thread(), choice.event(), choice.kind().sign()));
    return found == null ? 0 : choice.option(found);
  }

  /** True, because a search that explored every event may have written the schedule. */
  @Override
  public boolean isEverywhere() {
    return true;
  }

  @Override
  public String describe() {
    return "schedule " + schedule;
  }
}
