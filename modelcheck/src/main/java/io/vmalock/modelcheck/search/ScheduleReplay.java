package io.vmalock.modelcheck.search;

import java.util.HashMap;
import java.util.Map;

/** The one execution that a schedule describes. */
public final class ScheduleReplay implements Search {
  /** Where a choice is. */
  private record Place(int thread, int event, char sign) {}

  private final Schedule schedule;
  private final Map<Place, Integer> written = new HashMap<>();
  private boolean begun;

  /** The execution of {@code schedule}. */
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

  /** As one who explored everywhere may have written it. */
  @Override
  public boolean isEverywhere() {
    return true;
  }

  @Override
  public String describe() {
    return "schedule " + schedule;
  }
}
