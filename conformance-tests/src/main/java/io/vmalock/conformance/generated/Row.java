package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One combination of conditions for a call, and the program that produces it. The model leaves out
 * the steps that make no sense together.
 *
 * @param call the operation
 * @param form how the call may end
 * @param list the VMAs of the call
 * @param before the earlier step in the section
 * @param past the VMA's history
 * @param inside the readers inside, and their VMA of the list
 * @param kind the kind of mm
 * @param stray the wrong entry of the list
 * @param after the step that follows
 */
record Row(
    Operation call,
    Form form,
    ListShape list,
    Before before,
    Past past,
    Inside inside,
    Kind kind,
    Stray stray,
    After after) {
  /** How a call may end, by interrupt or by time. */
  enum Form {
    PLAIN(Long.MAX_VALUE, Interrupt.NONE),
    INTERRUPTED_BEFORE(Long.MAX_VALUE, Interrupt.BEFORE),
    INTERRUPTED_IN_WAIT(Long.MAX_VALUE, Interrupt.IN_WAIT),
    ASKED_ONCE(0, Interrupt.NONE),
    LEAST_TIME(Long.MIN_VALUE, Interrupt.NONE),
    LITTLE_TIME(20_000, Interrupt.NONE),
    ALMOST_ENDLESS(Long.MAX_VALUE - 1, Interrupt.NONE),
    ALMOST_ENDLESS_INTERRUPTED(Long.MAX_VALUE - 1, Interrupt.IN_WAIT),
    // More than an hour, each, and very little or below 0 in an int of that unit.
    INT_OF_NANOS((1L << 42) + 5, Interrupt.NONE),
    INT_OF_MICROS(((1L << 32) + 5) * 1_000, Interrupt.NONE),
    INT_OF_MILLIS(((1L << 32) + 5) * 1_000_000, Interrupt.NONE),
    NEGATIVE_INT_OF_MILLIS(((1L << 31) + 5) * 1_000_000, Interrupt.NONE),
    INT_OF_SECONDS(((1L << 32) + 1) * 1_000_000_000, Interrupt.NONE);

    final long nanos;
    final Interrupt interrupt;

    Form(long nanos, Interrupt interrupt) {
      this.nanos = nanos;
      this.interrupt = interrupt;
    }
  }

  /** The VMAs of the call. */
  enum ListShape {
    SINGLE(1),
    EMPTY(0),
    ONE(1),
    TWICE(2),
    FEW(7),
    FEW_TWICE(7),
    BELOW_64(63),
    JUST_64(64),
    ABOVE_64(65),
    ABOVE_64_TWICE(65),
    ABOVE_1024(1_025);

    final int size;

    ListShape(int size) {
      this.size = size;
    }
  }

  /** The earlier step in the section. */
  enum Before {
    NOTHING,
    WRITTEN,
    WRITTEN_IN_BULK,
    ENDED_EARLY,
    ENDED_EARLY_OF_BULK,
    GAVE_UP,
    GAVE_UP_IN_BULK,
    NEIGHBOUR_WRITTEN,
    NEIGHBOUR_DETACHED,
    OTHERS_WRITTEN,
    REJOINED,
    REFUSED,
    SECTION_BEFORE,
    DOWNGRADE_BEFORE
  }

  /** The VMA's history. */
  enum Past {
    NEW,
    READ_OFTEN,
    OF_ANOTHER_MM,
    A_COPY,
    READ_OPTIMISTICALLY,
    HELD_OVER_A_SECTION,
    HELD_OVER_MANY_SECTIONS,
    GIVEN_UP_MANY_TIMES
  }

  /** The readers inside. */
  enum Inside {
    NOBODY,
    IN_FIRST,
    IN_LAST,
    IN_MIDDLE,
    TWO,
    IN_ALL,
    BY_MMAP_LOCK
  }

  /** The kind of mm. */
  enum Kind {
    PLAIN,
    LIMIT_1,
    LIMIT_2,
    BEFORE_ZERO,
    BEFORE_WRAP,
    BEFORE_SHORT_WRAP,
    BESIDE_AN_OPEN_ONE
  }

  /** The wrong entry of the list. */
  enum Stray {
    NONE,
    NULL_IN_MIDDLE,
    FOREIGN_IN_MIDDLE,
    OTHERS_IN_MIDDLE,
    RETIRED_IN_MIDDLE,
    DETACHED_LAST
  }

  /** The step that follows. */
  enum After {
    CLOSE,
    DOWNGRADE,
    END_WRITE,
    WRITE_AGAIN,
    DETACH_ALL,
    RETIRE_ALL,
    NEXT_SECTION
  }

  /** Sections that one reader is inside: more than a design may remember apart. */
  private static final int MANY_SECTIONS = 9;

  /** The VMAs that these sections write, of a longer list; some take time for each. */
  private static final int MOST_OTHERS = 66;

  /** The index of the wrong entry among the factors. */
  static final int STRAY = 7;

  /** The values of each factor. */
  static final List<List<?>> VALUES =
      List.of(
          List.of(
              Operation.WRITE,
              Operation.TRY_WRITE,
              Operation.DETACH,
              Operation.ATTACH,
              Operation.RETIRE,
              Operation.END_WRITE,
              Operation.READ,
              Operation.READ_LOCKED),
          List.of(Form.values()),
          List.of(ListShape.values()),
          List.of(Before.values()),
          List.of(Past.values()),
          List.of(Inside.values()),
          List.of(Kind.values()),
          List.of(Stray.values()),
          List.of(After.values()));

  /** The row of these values, by index. */
  static Row of(int[] values) {
    return new Row(
        (Operation) VALUES.get(0).get(values[0]),
        Form.values()[values[1]],
        ListShape.values()[values[2]],
        Before.values()[values[3]],
        Past.values()[values[4]],
        Inside.values()[values[5]],
        Kind.values()[values[6]],
        Stray.values()[values[7]],
        After.values()[values[8]]);
  }

  /**
   * Each call of a long list, with the one reader inside at each place, and one inside since long:
   * three conditions, which pairs bring together only by chance.
   */
  static List<Row> ofLongLists() {
    List<Row> rows = new ArrayList<>();
    for (ListShape list : List.of(ListShape.ABOVE_64, ListShape.ABOVE_1024)) {
      for (Operation call :
          List.of(Operation.WRITE, Operation.TRY_WRITE, Operation.DETACH, Operation.RETIRE)) {
        for (Before before : List.of(Before.NOTHING, Before.OTHERS_WRITTEN)) {
          for (Inside inside : List.of(Inside.IN_FIRST, Inside.IN_MIDDLE, Inside.IN_LAST)) {
            rows.add(plain(call, list, before, Past.NEW, inside));
          }
          rows.add(plain(call, list, before, Past.HELD_OVER_MANY_SECTIONS, Inside.NOBODY));
        }
      }
    }
    return rows;
  }

  /** Each call by an interrupted thread, with readers inside: it is its own business. */
  static List<Row> ofInterrupted() {
    List<Row> rows = new ArrayList<>();
    for (Object call : VALUES.get(0)) {
      for (ListShape list : List.of(ListShape.SINGLE, ListShape.FEW)) {
        for (Inside inside : List.of(Inside.IN_FIRST, Inside.IN_MIDDLE, Inside.TWO)) {
          rows.add(
              new Row(
                  (Operation) call,
                  Form.INTERRUPTED_BEFORE,
                  list,
                  Before.NOTHING,
                  Past.NEW,
                  inside,
                  Kind.PLAIN,
                  Stray.NONE,
                  After.CLOSE));
        }
      }
    }
    return rows;
  }

  /** A try with each time, and each interrupt, while a reader is inside. */
  static List<Row> ofTimes() {
    List<Row> rows = new ArrayList<>();
    for (Form form : Form.values()) {
      for (ListShape list : List.of(ListShape.SINGLE, ListShape.FEW)) {
        rows.add(
            new Row(
                Operation.TRY_WRITE,
                form,
                list,
                Before.NOTHING,
                Past.NEW,
                Inside.IN_FIRST,
                Kind.PLAIN,
                Stray.NONE,
                After.CLOSE));
      }
    }
    return rows;
  }

  /** Each call after reads that are at the limit, of a VMA that was read often before. */
  static List<Row> ofLimits() {
    List<Row> rows = new ArrayList<>();
    for (Object call : VALUES.get(0)) {
      rows.add(
          new Row(
              (Operation) call,
              Form.PLAIN,
              ListShape.FEW,
              Before.NOTHING,
              Past.READ_OFTEN,
              Inside.TWO,
              Kind.LIMIT_1,
              Stray.NONE,
              After.NEXT_SECTION));
    }
    return rows;
  }

  private static Row plain(
      Operation call, ListShape list, Before before, Past past, Inside inside) {
    return new Row(
        call, Form.PLAIN, list, before, past, inside, Kind.PLAIN, Stray.NONE, After.CLOSE);
  }

  private int size() {
    return Math.max(1, list.size);
  }

  private int neighbour() {
    return size();
  }

  private int others() {
    return size() + 1;
  }

  private int detached() {
    return size() + 2;
  }

  private int retired() {
    return size() + 3;
  }

  /** The mms and VMAs of the program. */
  Shape shape(boolean limits) {
    int readers =
        !limits
            ? Integer.MAX_VALUE
            : kind == Kind.LIMIT_1 ? 1 : kind == Kind.LIMIT_2 ? 2 : Integer.MAX_VALUE;
    long first =
        switch (kind) {
          case BEFORE_ZERO -> -4;
          case BEFORE_WRAP -> Long.MAX_VALUE - 3;
          case BEFORE_SHORT_WRAP -> (1L << 32) - 4;
          default -> 0;
        };
    return new Shape(List.of(new Limits(first, readers), Limits.DEFAULT), size() + 4);
  }

  /** The program. */
  List<Step> steps() {
    Program program = new Program();
    program.prepare();
    program.enter();
    program.before();
    program.enter();
    program.call();
    program.look();
    program.after();
    return program.steps;
  }

  /** Collects the steps. */
  private final class Program {
    final List<Step> steps = new ArrayList<>();
    final List<Integer> all = IntStream.range(0, size()).boxed().toList();
    final int middle = size() / 2;
    final int target =
        switch (inside) {
          case IN_LAST -> size() - 1;
          case IN_MIDDLE -> middle;
          default -> 0;
        };

    void one(Operation operation, int mm, int vma) {
      steps.add(Step.of(operation, mm, vma));
    }

    void all(Operation operation, int mm) {
      steps.add(Step.bulk(operation, mm, all));
    }

    void mm(Operation operation, int mm) {
      steps.add(Step.of(operation, mm));
    }

    void read(int vma) {
      steps.add(Step.of(Operation.READ, 0, vma).by(Who.READER));
    }

    void endRead(int vma) {
      steps.add(Step.of(Operation.END_READ, 0, vma).by(Who.READER));
    }

    void prepare() {
      mm(Operation.OPEN, 1);
      one(Operation.ATTACH, 1, others());
      if (past == Past.OF_ANOTHER_MM) {
        all(Operation.ATTACH, 1);
        mm(Operation.CLOSE, 1);
        mm(Operation.OPEN, 1);
        all(Operation.DETACH, 1);
      }
      if (kind != Kind.BESIDE_AN_OPEN_ONE) {
        mm(Operation.CLOSE, 1);
      }
      mm(Operation.OPEN, 0);
      one(Operation.ATTACH, 0, neighbour());
      if (call != Operation.ATTACH) {
        all(Operation.ATTACH, 0);
      }
      if (stray == Stray.RETIRED_IN_MIDDLE) {
        one(Operation.ATTACH, 0, retired());
        one(Operation.RETIRE, 0, retired());
      }
      mm(Operation.CLOSE, 0);
      if (past == Past.A_COPY) {
        steps.add(
            new Step(
                Operation.COPY, 0, List.of(0, detached()), false, 0, Interrupt.NONE, Who.WRITER));
      }
      if (past == Past.READ_OFTEN) {
        for (int vma : List.of(target, neighbour())) {
          steps.add(Step.of(Operation.WARM, 0, vma).with(300).by(Who.READER));
        }
      }
      if (past == Past.READ_OPTIMISTICALLY) {
        steps.add(Step.of(Operation.OPTIMISTIC, 0, target).by(Who.READER));
      }
      if (past == Past.HELD_OVER_A_SECTION) {
        read(target);
        mm(Operation.OPEN, 0);
        one(Operation.WRITE, 0, neighbour());
        mm(Operation.CLOSE, 0);
      }
      if (past == Past.HELD_OVER_MANY_SECTIONS || past == Past.GIVEN_UP_MANY_TIMES) {
        stalled();
      }
    }

    /**
     * A reader is inside over sections that write all but its VMA, which they had write-held
     * before: they must not take it for empty since.
     */
    private void stalled() {
      List<Integer> others = new ArrayList<>(all.subList(0, Math.min(size(), MOST_OTHERS)));
      others.remove((Integer) target);
      others.add(neighbour());
      mm(Operation.OPEN, 0);
      all(Operation.WRITE, 0);
      mm(Operation.CLOSE, 0);
      read(target);
      for (int i = 0; i < MANY_SECTIONS; i++) {
        mm(Operation.OPEN, 0);
        switch (i % 3) {
          case 0 -> one(Operation.WRITE, 0, neighbour());
          case 1 -> steps.add(Step.bulk(Operation.WRITE, 0, others));
          default -> steps.add(Step.of(Operation.TRY_WRITE, 0, neighbour()).of(others));
        }
        if (past == Past.GIVEN_UP_MANY_TIMES) {
          one(Operation.TRY_WRITE, 0, target);
        }
        mm(Operation.CLOSE, 0);
      }
    }

    void enter() {
      switch (inside) {
        case NOBODY -> {}
        case IN_FIRST, IN_LAST, IN_MIDDLE -> read(target);
        case TWO -> {
          read(target);
          read(target);
        }
        case IN_ALL -> all.subList(0, Math.min(size(), 65)).forEach(this::read);
        case BY_MMAP_LOCK -> {
          mm(Operation.LOCK_READ, 0);
          steps.add(Step.of(Operation.READ_LOCKED, 0, target).by(Who.READER));
          mm(Operation.UNLOCK_READ, 0);
        }
      }
    }

    void before() {
      mm(Operation.OPEN, 0);
      Step asked = Step.of(Operation.TRY_WRITE, 0, target);
      switch (before) {
        case NOTHING -> {}
        case WRITTEN -> one(Operation.WRITE, 0, target);
        case WRITTEN_IN_BULK -> all(Operation.WRITE, 0);
        case ENDED_EARLY -> {
          one(Operation.WRITE, 0, target);
          one(Operation.END_WRITE, 0, target);
        }
        case ENDED_EARLY_OF_BULK -> {
          all(Operation.WRITE, 0);
          one(Operation.END_WRITE, 0, target);
        }
        case GAVE_UP -> steps.add(asked);
        case GAVE_UP_IN_BULK -> {
          one(Operation.WRITE, 0, neighbour());
          steps.add(asked.of(all));
        }
        case NEIGHBOUR_WRITTEN -> one(Operation.WRITE, 0, neighbour());
        case NEIGHBOUR_DETACHED -> one(Operation.DETACH, 0, neighbour());
        case OTHERS_WRITTEN ->
            steps.add(
                Step.bulk(Operation.WRITE, 0, all.stream().filter(vma -> vma != target).toList()));
        case REJOINED -> {
          one(Operation.DETACH, 0, target);
          one(Operation.ATTACH, 0, target);
        }
        case REFUSED -> {
          one(Operation.ATTACH, 0, target);
          one(Operation.DETACH, 0, detached());
          steps.add(Step.bulk(Operation.WRITE, 0, List.of(target, others())));
        }
        case SECTION_BEFORE -> {
          all(Operation.WRITE, 0);
          mm(Operation.CLOSE, 0);
          mm(Operation.OPEN, 0);
        }
        case DOWNGRADE_BEFORE -> {
          one(Operation.WRITE, 0, target);
          mm(Operation.DOWNGRADE, 0);
          mm(Operation.UNLOCK_READ, 0);
          mm(Operation.OPEN, 0);
        }
      }
    }

    void call() {
      if (call == Operation.READ_LOCKED) {
        mm(Operation.CLOSE, 0);
        mm(Operation.LOCK_READ, 0);
      }
      List<Integer> vmas = new ArrayList<>(list == ListShape.EMPTY ? List.of() : all);
      switch (list) {
        case TWICE -> vmas.add(1, target);
        case FEW_TWICE, ABOVE_64_TWICE -> vmas.addAll(all);
        default -> {}
      }
      switch (stray) {
        case NONE -> {}
        case NULL_IN_MIDDLE -> vmas.add(vmas.size() / 2, Step.NULL);
        case FOREIGN_IN_MIDDLE -> vmas.add(vmas.size() / 2, Step.FOREIGN);
        case OTHERS_IN_MIDDLE -> vmas.add(vmas.size() / 2, others());
        case RETIRED_IN_MIDDLE -> vmas.add(vmas.size() / 2, retired());
        case DETACHED_LAST -> vmas.add(detached());
      }
      Step step = Step.of(call, 0, target);
      boolean single = list == ListShape.SINGLE && vmas.size() == 1;
      if (call.hasBulkForm() && !single) {
        step = step.of(vmas);
      }
      if (call == Operation.TRY_WRITE) {
        step = step.with(form.nanos);
      }
      if (call == Operation.READ || call == Operation.READ_LOCKED) {
        step = step.by(Who.READER);
      }
      steps.add(
          step.with(
              waits() || form.interrupt == Interrupt.BEFORE ? form.interrupt : Interrupt.NONE));
    }

    private boolean waits() {
      return call == Operation.WRITE || call == Operation.TRY_WRITE || call == Operation.DETACH;
    }

    void look() {
      for (int vma : List.of(0, middle, size() - 1, neighbour())) {
        read(vma);
        endRead(vma);
      }
      steps.add(Step.of(Operation.READ, 1, target).by(Who.READER));
      steps.add(Step.of(Operation.VALIDATE, 0, target).by(Who.READER));
    }

    void after() {
      switch (after) {
        case CLOSE -> mm(Operation.CLOSE, 0);
        case DOWNGRADE -> mm(Operation.DOWNGRADE, 0);
        case END_WRITE -> {
          one(Operation.END_WRITE, 0, target);
          read(target);
          one(Operation.WRITE, 0, target);
        }
        case WRITE_AGAIN -> {
          one(Operation.WRITE, 0, target);
          all(Operation.WRITE, 0);
        }
        case DETACH_ALL -> all(Operation.DETACH, 0);
        case RETIRE_ALL -> steps.add(Step.bulk(Operation.RETIRE, 0, all));
        case NEXT_SECTION -> {
          mm(Operation.CLOSE, 0);
          read(target);
          mm(Operation.OPEN, 0);
          one(Operation.WRITE, 0, target);
        }
      }
      look();
    }
  }
}
