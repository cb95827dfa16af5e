package io.vmalock.conformance.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.conformance.check.Rule;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The model knows each rule of the contract: it forbids what breaks it, or says who judges it. */
class ContractModelTest {
  private static final long HELD = 1;
  private static final long CONTENDED = 0;
  private static final long DETACHED = -1;

  /** Something that a rule forbids. */
  private interface Story {
    void tell(Told told) throws Forbidden;
  }

  /** A model of three VMAs, the first two attached to the first mm, which has a limit of two. */
  private static final class Told {
    final ContractModel model =
        new ContractModel(
            EnumSet.allOf(Capability.class), 100, List.of(new Limits(0, 2), Limits.DEFAULT), 3);

    Told() throws Forbidden {
      says(Step.of(Operation.OPEN, 0), 0);
      says(Step.bulk(Operation.ATTACH, 0, List.of(0, 1)), 0);
      says(Step.of(Operation.CLOSE, 0), 0);
    }

    void says(Step step, long answer) throws Forbidden {
      assertThat(model.says(step)).as(step.toString()).isTrue();
      model.after(step, Reply.of(answer));
    }

    void says(Operation operation, int vma, long answer) throws Forbidden {
      says(Step.of(operation, 0, vma), answer);
    }

    void throwsUp(Step step, Throwable thrown) throws Forbidden {
      model.after(step, Reply.threw(thrown));
    }

    void open() throws Forbidden {
      says(Step.of(Operation.OPEN, 0), 0);
    }

    void close() throws Forbidden {
      says(Step.of(Operation.CLOSE, 0), 0);
    }
  }

  /** For each rule a story that ends with what it forbids. */
  private static final Map<Rule, Story> FORBIDDEN = new EnumMap<>(Rule.class);

  static {
    FORBIDDEN.put(
        Rule.X1,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.says(Operation.READ, 0, HELD);
        });
    FORBIDDEN.put(
        Rule.X2,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.says(Step.bulk(Operation.WRITE, 0, List.of(1, 0)), 0);
        });
    FORBIDDEN.put(
        Rule.X3,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.model.begins(Step.of(Operation.WRITE, 0, 0));
          t.says(Step.of(Operation.READ, 0, 0).by(Who.READER), HELD);
        });
    FORBIDDEN.put(
        Rule.X4,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.says(Operation.READ, 0, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.X5,
        t -> {
          Step read = Step.of(Operation.READ, 0, 0);
          t.says(read, HELD);
          t.model.look(read, 0, true, false, 2);
        });
    FORBIDDEN.put(
        Rule.X7,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.says(Operation.READ, 1, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.W1,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          doesNotReturn(t, Step.of(Operation.WRITE, 0, 0));
        });
    FORBIDDEN.put(
        Rule.W2,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.close();
          t.says(Operation.READ, 0, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.W3,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.says(Operation.WRITE, 1, 0);
          t.says(Operation.READ, 0, HELD);
        });
    FORBIDDEN.put(
        Rule.W4,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.says(Step.of(Operation.DOWNGRADE, 0), 0);
          t.says(Operation.READ, 0, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.W5,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.says(Operation.TRY_WRITE, 0, 1);
        });
    FORBIDDEN.put(
        Rule.W6,
        t -> {
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.says(Operation.END_WRITE, 0, 0);
          t.says(Operation.READ, 0, CONTENDED);
        });
    FORBIDDEN.put(Rule.L1, t -> t.says(Operation.READ, 2, HELD));
    FORBIDDEN.put(
        Rule.L3,
        t -> {
          t.open();
          t.says(Operation.ATTACH, 2, 0);
          t.model.look(Step.of(Operation.ATTACH, 0, 2), 2, true, false, 0);
        });
    FORBIDDEN.put(
        Rule.L4,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.says(Operation.DETACH, 0, 0);
        });
    FORBIDDEN.put(Rule.L5, t -> t.says(Operation.READ, 0, DETACHED));
    FORBIDDEN.put(Rule.L6, t -> t.says(Step.of(Operation.READ, 1, 0), HELD));
    FORBIDDEN.put(
        Rule.L7,
        t ->
            t.throwsUp(
                new Step(Operation.COPY, 0, List.of(0, 2), false, 0, Interrupt.NONE, Who.WRITER),
                new IllegalStateException()));
    FORBIDDEN.put(
        Rule.R1,
        t -> {
          t.open();
          t.says(Operation.RETIRE, 0, 0);
          t.says(Operation.READ, 0, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.R2,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.says(Operation.RETIRE, 0, 0);
          t.says(Operation.END_READ, 0, 0);
          t.model.noticed(0, List.of());
        });
    FORBIDDEN.put(
        Rule.R3,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.open();
          t.says(Operation.RETIRE, 0, 0);
          t.says(Operation.LOOK_AGAIN, 0, 1);
        });
    FORBIDDEN.put(Rule.P1, t -> doesNotReturn(t, Step.of(Operation.READ, 0, 0)));
    FORBIDDEN.put(
        Rule.P2,
        t -> {
          t.open();
          doesNotReturn(t, Step.of(Operation.WRITE, 0, 0));
        });
    FORBIDDEN.put(
        Rule.P4,
        t -> {
          t.says(Step.of(Operation.LOCK_READ, 0), 0);
          t.says(Operation.READ_LOCKED, 0, CONTENDED);
        });
    FORBIDDEN.put(
        Rule.P6,
        t -> {
          t.says(Operation.READ, 0, HELD);
          t.says(Operation.READ, 0, HELD);
          t.says(Operation.READ, 0, HELD);
        });
    FORBIDDEN.put(
        Rule.O1,
        t -> {
          t.says(Operation.OPTIMISTIC, 0, 5);
          t.open();
          t.says(Operation.WRITE, 0, 0);
          t.close();
          t.says(Operation.VALIDATE, 0, 1);
        });
    FORBIDDEN.put(Rule.M1, t -> t.says(Operation.WRITE, 0, 0));
    FORBIDDEN.put(
        Rule.M2,
        t -> {
          t.open();
          t.says(Step.bulk(Operation.DETACH, 0, List.of(0, 2)), 0);
        });
    FORBIDDEN.put(Rule.M3, t -> t.says(Step.of(Operation.END_READ_WRONGLY, 0, 0).with(1), 0));
    FORBIDDEN.put(
        Rule.M4,
        t -> {
          t.open();
          t.throwsUp(
              Step.bulk(Operation.WRITE, 0, List.of(0, Step.NULL)), new IllegalStateException());
        });
    FORBIDDEN.put(Rule.M5, t -> t.says(Step.of(Operation.END_ALL, 0), 0));
  }

  private static void doesNotReturn(Told told, Step step) throws Forbidden {
    throw new Forbidden(told.model.mustReturn(step), "it does not return");
  }

  @TestFactory
  Stream<DynamicTest> itForbidsWhatARuleForbids() {
    return FORBIDDEN.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey().name(),
                    () -> {
                      Forbidden forbidden =
                          catchThrowableOfType(
                              Forbidden.class, () -> entry.getValue().tell(new Told()));
                      assertThat(forbidden).as("nothing is forbidden").isNotNull();
                      assertThat(forbidden.rule()).as(forbidden.why()).isEqualTo(entry.getKey());
                    }));
  }

  @Test
  void thereIsNoThirdRefusal() throws Forbidden {
    Told told = new Told();
    assertThat(
            catchThrowableOfType(Forbidden.class, () -> told.says(Operation.READ, 0, DETACHED - 1)))
        .extracting(Forbidden::rule)
        .isEqualTo(Rule.L5);
  }

  @Test
  void itJudgesEachRuleOrSaysWhoDoes() {
    assertThat(FORBIDDEN.keySet()).isEqualTo(ContractModel.JUDGES);
    Set<Rule> others = EnumSet.complementOf(EnumSet.copyOf(ContractModel.JUDGES));
    assertThat(ContractModel.LEAVES.keySet()).isEqualTo(others);
    assertThat(ContractModel.LEAVES.values()).noneMatch(String::isBlank);
  }

  /** The answers that the rules allow besides the plain one. */
  @Test
  void itAllowsWhatTheRulesAllow() {
    assertThatCode(
            () -> {
              Told t = new Told();
              t.open();
              t.says(Operation.READ, 1, CONTENDED); // a section is open, and nobody in it (X4)
              t.says(Operation.READ, 2, CONTENDED); // of a detached one (L1, L5)
              t.says(Operation.READ, 1, HELD);
              t.says(Step.bulk(Operation.TRY_WRITE, 0, List.of(0, 1)), 1);
              t.throwsUp(
                  Step.bulk(Operation.WRITE, 0, List.of(2, Step.FOREIGN)),
                  new IllegalStateException()); // either of two kinds of misuse
              t.says(Operation.READ, 0, HELD);
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aCallWaitsForThoseWhoAreInsideWhatItDoesNotHold() throws Forbidden {
    Told t = new Told();
    t.says(Operation.READ, 1, HELD);
    t.open();
    t.says(Operation.WRITE, 0, 0);
    Step write = Step.bulk(Operation.WRITE, 0, List.of(0, 1, 1));
    assertThat(t.model.awaits(write)).containsExactly(1);
    assertThat(t.model.awaits(Step.of(Operation.TRY_WRITE, 0, 1))).isEmpty();
    assertThat(t.model.awaits(Step.bulk(Operation.WRITE, 0, List.of(1, 2)))).isEmpty();
  }

  @Test
  void anInterruptDoesNotConcernWhoDoesNotWait() throws Forbidden {
    Told t = new Told();
    Step read = Step.of(Operation.READ, 0, 0).with(Interrupt.BEFORE);
    assertThat(t.model.says(read)).isTrue();
    assertThat(t.model.says(read.with(Interrupt.IN_WAIT))).isFalse();
    t.open();
    t.says(Operation.WRITE, 0, 0);
    t.close();
    assertThatThrownBy(() -> t.says(read, CONTENDED))
        .isInstanceOfSatisfying(Forbidden.class, e -> assertThat(e.rule()).isEqualTo(Rule.X4));
  }

  @Test
  void manyTriesAllTellTheNumberOfReaders() throws Forbidden {
    Told t = new Told();
    Step tries = Step.of(Operation.GIVE_UPS, 0, 0).with(100);
    t.open();
    assertThat(t.model.says(tries)).isFalse(); // there is nobody to give up for
    t.says(Operation.READ, 0, HELD);
    t.says(tries, 100);
    assertThatThrownBy(() -> t.says(tries, 99))
        .isInstanceOfSatisfying(Forbidden.class, e -> assertThat(e.rule()).isEqualTo(Rule.W5));
  }

  @Test
  void whatMovesOutAndInIsWriteHeld() throws Forbidden {
    Told t = new Told();
    Step moves = Step.of(Operation.REJOINS, 0, 0).with(100);
    assertThat(t.model.says(moves)).isFalse(); // there is no section
    t.open();
    t.says(moves, 0);
    assertThat(t.model.isWriteHeld(0)).isTrue();
  }
}
