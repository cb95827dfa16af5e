package io.vmalock.conformance.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One call of a program. A step has a meaning in every state, so a program without some of its
 * steps is still a program: a step that has become misuse must be refused, and one that the
 * contract leaves open is left out.
 *
 * @param operation the operation
 * @param mm the index of the mm
 * @param vmas the indexes of the VMAs: one, or for a bulk form any number; {@link #NULL} and {@link
 *     #FOREIGN} stand for values that are no VMA of the strategy
 * @param bulk whether the bulk form is called
 * @param number the operation's number
 * @param interrupt whether the thread is interrupted
 * @param by the calling thread
 */
public record Step(
    Operation operation,
    int mm,
    List<Integer> vmas,
    boolean bulk,
    long number,
    Interrupt interrupt,
    Who by) {
  /** Null in place of a VMA. */
  public static final int NULL = -1;

  /** Another strategy's VMA in place of a VMA. */
  public static final int FOREIGN = -2;

  /** More VMAs than a line shows. */
  private static final int MANY = 12;

  /** The threads of a program. */
  public enum Who {
    /** The thread that opens the sections. */
    WRITER,
    /** The other thread. */
    READER
  }

  /** When the calling thread is interrupted. */
  public enum Interrupt {
    /** Not at all. */
    NONE,
    /** Before the call. */
    BEFORE,
    /** While the call waits, if it does. */
    IN_WAIT
  }

  /** A plain call by the writer. */
  public static Step of(Operation operation, int mm, int vma) {
    return new Step(operation, mm, List.of(vma), false, 0, Interrupt.NONE, Who.WRITER);
  }

  /** A call by the writer that concerns no VMA. */
  public static Step of(Operation operation, int mm) {
    return new Step(operation, mm, List.of(), false, 0, Interrupt.NONE, Who.WRITER);
  }

  /** A call of the bulk form by the writer. */
  public static Step bulk(Operation operation, int mm, List<Integer> vmas) {
    return new Step(operation, mm, List.copyOf(vmas), true, 0, Interrupt.NONE, Who.WRITER);
  }

  /** This step with another number. */
  public Step with(long other) {
    return new Step(operation, mm, vmas, bulk, other, interrupt, by);
  }

  /** This step with an interrupt. */
  public Step with(Interrupt other) {
    return new Step(operation, mm, vmas, bulk, number, other, by);
  }

  /** This step by another thread. */
  public Step by(Who other) {
    return new Step(operation, mm, vmas, bulk, number, interrupt, other);
  }

  /** This step of other VMAs, in the bulk form. */
  public Step of(List<Integer> others) {
    return new Step(operation, mm, List.copyOf(others), true, number, interrupt, by);
  }

  /** This step of another mm and other VMAs, in this form. */
  public Step of(int otherMm, List<Integer> others) {
    return new Step(operation, otherMm, List.copyOf(others), bulk, number, interrupt, by);
  }

  /** This step in the form for one VMA. */
  public Step single() {
    return new Step(operation, mm, vmas, false, number, interrupt, by);
  }

  /** The VMA of a form for one. */
  public int vma() {
    return vmas.get(0);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(by == Who.WRITER ? "" : "reader: ");
    text.append(operation.call()).append('(');
    switch (operation) {
      case END_READ, END_READ_WRONGLY, LOOK_AGAIN -> text.append(name(vma()));
      case COPY -> text.append(name(vma())).append(" as ").append(name(vmas.get(1)));
      default -> text.append("mm").append(mm).append(bulk ? ", " + list() : "");
    }
    if (!bulk && !vmas.isEmpty() && text.indexOf("mm") >= 0) {
      text.append(", ").append(name(vma()));
    }
    text.append(argument()).append(')');
    if (interrupt != Interrupt.NONE) {
      text.append(
          interrupt == Interrupt.BEFORE ? ", interrupted before" : ", interrupted in its wait");
    }
    return text.toString();
  }

  private String argument() {
    return switch (operation) {
      case TRY_WRITE -> ", " + nanos();
      case END_READ_WRONGLY -> ", stamp " + number;
      case END_READ -> number == 0 ? "" : ", hold " + (number + 1);
      case VALIDATE -> number == 0 ? "" : ", read " + (number + 1);
      case WARM, SECTIONS, WRITE_HOLDS, REJOINS, GIVE_UPS -> ", " + number + " times";
      default -> "";
    };
  }

  private String nanos() {
    if (number == Long.MAX_VALUE) {
      return "MAX_VALUE";
    }
    if (number == Long.MIN_VALUE) {
      return "MIN_VALUE";
    }
    return number > Long.MAX_VALUE / 2
        ? "MAX_VALUE - " + (Long.MAX_VALUE - number)
        : number + " ns";
  }

  private String list() {
    boolean row =
        vmas.size() > 2
            && vmas.get(0) >= 0
            && IntStream.range(0, vmas.size()).allMatch(i -> vmas.get(i) == vmas.get(0) + i);
    if (row) {
      return "[" + name(vmas.get(0)) + " … " + name(vmas.get(vmas.size() - 1)) + "]";
    }
    String shown = vmas.stream().limit(MANY).map(Step::name).collect(Collectors.joining(", "));
    return "[" + shown + (vmas.size() > MANY ? ", … " + vmas.size() + " in all" : "") + "]";
  }

  static String name(int vma) {
    return switch (vma) {
      case NULL -> "null";
      case FOREIGN -> "a VMA of another strategy";
      default -> "v" + vma;
    };
  }
}
