package io.vmalock.conformance.generated;

import io.vmalock.Limits;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.model.Operation;
import io.vmalock.conformance.model.Step;
import io.vmalock.conformance.model.Step.Interrupt;
import io.vmalock.conformance.model.Step.Who;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A generated program as a line that can be run again, such as {@code program mms 0/2147483647 vmas
 * 2: open mm0; attach mm0 list v0 v1; read mm0 v0 reader}: the first sequence and the limit of
 * readers of each mm, the number of VMAs, and the steps. {@code *70000} after a step repeats it so
 * many times; {@code *70000-} lowers its number by one each time.
 *
 * @param shape its mms and VMAs
 * @param steps its steps
 */
public record WrittenProgram(Shape shape, List<Step> steps) {
  private static final String READER = "reader";
  private static final String LIST = "list";
  private static final String NULL = "null";
  private static final String FOREIGN = "foreign";

  /** Before how often a step is made; behind it, that its number falls by one each time. */
  private static final String TIMES = "*";

  private static final String FALLING = "-";
  private static final int MOST_ALIKE = 1 << 20;

  /**
   * Reads the text of {@link #toString}.
   *
   * @throws IllegalArgumentException if the text is malformed
   */
  public static WrittenProgram parse(String text) {
    int colon = text.indexOf(':');
    try {
      if (!Options.isProgram(text) || colon < 0) {
        throw new IllegalArgumentException("no shape");
      }
      List<String> head = words(text.substring(Options.PROGRAM.length(), colon));
      int vmas = head.indexOf("vmas");
      if (!head.get(0).equals("mms") || vmas < 2 || vmas + 2 != head.size()) {
        throw new IllegalArgumentException("no mms and VMAs in \"" + String.join(" ", head) + '"');
      }
      List<Limits> mms = new ArrayList<>();
      for (String each : head.subList(1, vmas)) {
        int slash = each.indexOf('/');
        mms.add(
            new Limits(
                Long.parseLong(each.substring(0, slash)),
                Integer.parseInt(each.substring(slash + 1))));
      }
      Shape shape = new Shape(mms, Integer.parseInt(head.get(vmas + 1)));
      List<Step> steps = new ArrayList<>();
      for (String step : text.substring(colon + 1).split(";", -1)) {
        addSteps(steps, words(step), shape);
      }
      return new WrittenProgram(shape, List.copyOf(steps));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "no generated program: " + e.getMessage() + "; take the line that a finding prints", e);
    }
  }

  /** One step, or as many as its last word says. */
  private static void addSteps(List<Step> steps, List<String> words, Shape shape) {
    String last = words.get(words.size() - 1);
    if (!last.startsWith(TIMES)) {
      steps.add(step(words, shape));
      return;
    }
    boolean falls = last.endsWith(FALLING);
    int count = Integer.parseInt(last.substring(1, last.length() - (falls ? 1 : 0)));
    Step first = step(words.subList(0, words.size() - 1), shape);
    if (count < 1 || count > MOST_ALIKE) {
      throw new IllegalArgumentException(last + " is not " + TIMES + "1 to " + TIMES + MOST_ALIKE);
    }
    StepRun run = new StepRun(first, count, falls);
    for (int i = 0; i < count; i++) {
      steps.add(run.step(i));
    }
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.trim().split(" +"));
  }

  private static Step step(List<String> words, Shape shape) {
    Operation operation =
        Operation.valueOf(words.get(0).toUpperCase(Locale.ROOT).replace('-', '_'));
    int mm = -1;
    List<Integer> vmas = new ArrayList<>();
    boolean bulk = false;
    long number = 0;
    Interrupt interrupt = Interrupt.NONE;
    Who by = Who.WRITER;
    for (String word : words.subList(1, words.size())) {
      if (word.equals(READER)) {
        by = Who.READER;
      } else if (word.equals(LIST)) {
        bulk = true;
      } else if (word.equals(NULL)) {
        vmas.add(Step.NULL);
      } else if (word.equals(FOREIGN)) {
        vmas.add(Step.FOREIGN);
      } else if (word.startsWith("mm")) {
        mm = within(Integer.parseInt(word.substring(2)), shape.mms().size(), word);
      } else if (word.startsWith("v")) {
        vmas.addAll(vmas(word, shape.vmas()));
      } else if (word.startsWith("#")) {
        number = Long.parseLong(word.substring(1));
      } else {
        interrupt = Interrupt.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
      }
    }
    within(mm, shape.mms().size(), "the mm of " + words);
    return new Step(operation, mm, List.copyOf(vmas), bulk, number, interrupt, by);
  }

  private static int within(int index, int count, String word) {
    if (index < 0 || index >= count) {
      throw new IllegalArgumentException(word + " is none of " + count);
    }
    return index;
  }

  /** One VMA, or a run of them, such as {@code v3..v7}. */
  private static List<Integer> vmas(String word, int count) {
    int dots = word.indexOf("..v");
    int first = Integer.parseInt(word.substring(1, dots < 0 ? word.length() : dots));
    int last = dots < 0 ? first : Integer.parseInt(word.substring(dots + 3));
    List<Integer> all = new ArrayList<>();
    for (int vma = first; vma <= within(last, count, word); vma++) {
      all.add(vma);
    }
    return all;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(Options.PROGRAM).append("mms");
    for (Limits each : shape.mms()) {
      text.append(' ').append(each.firstSequence()).append('/').append(each.readers());
    }
    text.append(" vmas ").append(shape.vmas());
    String separator = ": ";
    for (StepRun run : StepRun.of(steps)) {
      text.append(separator);
      write(run.first(), text);
      if (run.count() > 1) {
        text.append(' ').append(TIMES).append(run.count()).append(run.falls() ? FALLING : "");
      }
      separator = "; ";
    }
    return text.toString();
  }

  private static void write(Step step, StringBuilder text) {
    text.append(word(step.operation())).append(" mm").append(step.mm());
    if (step.bulk()) {
      text.append(' ').append(LIST);
    }
    List<Integer> vmas = step.vmas();
    for (int i = 0; i < vmas.size(); i++) {
      int from = i;
      while (vmas.get(from) >= 0 && i + 1 < vmas.size() && vmas.get(i + 1) == vmas.get(i) + 1) {
        i++;
      }
      text.append(' ').append(name(vmas.get(from)));
      if (i > from) {
        text.append("..").append(name(vmas.get(i)));
      }
    }
    if (step.number() != 0) {
      text.append(" #").append(step.number());
    }
    if (step.interrupt() != Interrupt.NONE) {
      text.append(' ').append(word(step.interrupt()));
    }
    if (step.by() == Who.READER) {
      text.append(' ').append(READER);
    }
  }

  private static String name(int vma) {
    return vma == Step.NULL ? NULL : vma == Step.FOREIGN ? FOREIGN : "v" + vma;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
