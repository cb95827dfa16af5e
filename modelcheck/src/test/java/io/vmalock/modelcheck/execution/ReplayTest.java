package io.vmalock.modelcheck.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import io.vmalock.modelcheck.rewrite.RewritingLoader;
import io.vmalock.modelcheck.rewrite.Scope;
import io.vmalock.modelcheck.search.RandomWalk;
import io.vmalock.modelcheck.search.Schedule;
import io.vmalock.modelcheck.search.ScheduleReplay;
import io.vmalock.modelcheck.search.Search;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The recorded schedule of every execution, parsed from its text, replays that execution. */
class ReplayTest {
  /**
   * Three threads with little between their choices: each spins without a hint, so that it has to
   * give way, may be preempted at the same access, and ends right after one.
   */
  public static final class Busy implements Program {
    private volatile int turn;

    @Override
    public List<Task> begin() {
      turn = 0;
      return List.of(this::run, this::run, this::run);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void run() {
      turn++;
      for (int i = 0; i < 500 && turn < 3; i++) {
        CurrentExecution.point("looked");
      }
      CurrentExecution.observe(turn);
    }
  }

  @Test
  void everyScheduleIsReplayed() throws InterruptedException {
    try (Session session = new Session()) {
      session.control(
          () -> {
            Program program = busy();
            Search search = new RandomWalk(1, 300);
            while (search.next()) {
              Execution once = execute(session, search, program);
              ScheduleReplay replay =
                  new ScheduleReplay(Schedule.parse(once.schedule().toString()));
              replay.next();
              Execution again = execute(session, replay, program);
              if (!again.schedule().equals(once.schedule())
                  || !again.outcome().equals(once.outcome())) {
                failure =
                    once.schedule()
                        + " with "
                        + once.outcome()
                        + " was replayed as "
                        + again.schedule()
                        + " with "
                        + again.outcome();
                return;
              }
            }
          });
    }
    assertThat(failure).isEmpty();
  }

  private String failure = "";

  private static Execution execute(Session session, Search search, Program program) {
    Execution execution = new Execution(session, search, false);
    execution.run(program, program.mostEvents());
    return execution;
  }

  private static Program busy() {
    RewritingLoader loader =
        new RewritingLoader(
            ReplayTest.class.getClassLoader(), Scope.none().with(Busy.class.getName()));
    try {
      return (Program)
          Class.forName(Busy.class.getName(), true, loader).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
