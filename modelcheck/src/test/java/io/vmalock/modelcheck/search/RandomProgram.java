package io.vmalock.modelcheck.search;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A program of two or three threads, each a list of steps that a seed drew: accesses in every mode,
 * fences, monitors, waits and wake-ups.
 */
public final class RandomProgram implements Program {
  private static final int VARIABLES = 3;
  private static final int MONITORS = 2;

  /** More steps than the turn of a waiting loop may have. */
  private static final int ALONE = 450;

  /** A variable that all threads may access, in any mode. */
  private static final class Word {
    static final VarHandle VALUE;

    static {
      try {
        VALUE = MethodHandles.lookup().findVarHandle(Word.class, "value", int.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    int value;
  }

  private final List<List<String>> threads = new ArrayList<>();
  private final boolean timed;
  private Word[] words = new Word[0];
  private Object[] monitors = new Object[0];
  private @Nullable Thread[] started = new Thread[0];
  private int[] inside = new int[0];

  /** Parses a program: a bar separates threads, a blank steps. */
  public RandomProgram(String text) {
    timed = text.contains("t");
    for (String thread : text.split("\\|", -1)) {
      threads.add(List.of(thread.strip().split(" +", -1)));
    }
  }

  /** The text of a program that a seed draws. */
  static String draw(long seed) {
    Random random = new Random(seed);
    int threads = 2 + random.nextInt(5) / 4;
    boolean waits = random.nextInt(3) == 0;
    StringBuilder text = new StringBuilder();
    for (int thread = 0; thread < threads; thread++) {
      text.append(thread == 0 ? "" : " | ");
      int steps = threads == 2 ? 2 + random.nextInt(4) : 2 + random.nextInt(2);
      int inMonitor = -1;
      for (int step = 0; step < steps; step++) {
        text.append(step == 0 ? "" : " ");
        int word = random.nextInt(VARIABLES);
        int kind = random.nextInt(waits ? 17 : 11);
        switch (kind) {
          case 0, 1 -> text.append("R").append("poav".charAt(random.nextInt(4))).append(word);
          case 2, 3 -> text.append("W").append("porv".charAt(random.nextInt(4))).append(word);
          case 4, 5 -> text.append("A").append("arv".charAt(random.nextInt(3))).append(word);
          case 6 -> text.append("C").append("arv".charAt(random.nextInt(3))).append(word);
          case 7 -> text.append("E").append("parv".charAt(random.nextInt(4))).append(word);
          case 8 -> text.append("F").append("arf".charAt(random.nextInt(3)));
          case 9, 10 -> text.append("o").append(word % 2);
          case 11, 12 -> {
            if (inMonitor >= 0) {
              text.append("x");
              inMonitor = -1;
            } else {
              inMonitor = random.nextInt(MONITORS);
              text.append("m").append(inMonitor);
            }
          }
          case 13 -> text.append(random.nextInt(3) == 0 ? "t" : "p");
          case 14 -> text.append("u").append(random.nextInt(threads));
          case 15 -> text.append("y");
          default -> text.append("i").append(random.nextInt(threads));
        }
      }
      if (inMonitor >= 0) {
        text.append(" x");
      }
    }
    return text.toString();
  }

  @Override
  public long longestPoll() {
    return timed ? Long.MAX_VALUE : 0;
  }

  @Override
  public List<Task> begin() {
    words = new Word[VARIABLES];
    monitors = new Object[MONITORS];
    started = new Thread[threads.size()];
    inside = new int[VARIABLES];
    for (int i = 0; i < VARIABLES; i++) {
      words[i] = new Word();
    }
    for (int i = 0; i < MONITORS; i++) {
      monitors[i] = new Object();
    }
    List<Task> tasks = new ArrayList<>();
    for (int i = 0; i < threads.size(); i++) {
      int index = i;
      List<String> steps = threads.get(i);
      tasks.add(
          () -> {
            if (steps.stream().anyMatch(step -> step.startsWith("p") || step.startsWith("t"))) {
              started[index] = Thread.currentThread();
            }
            perform(steps, 0);
          });
    }
    return tasks;
  }

  @Override
  public void end() {
    for (Word word : words) {
      CurrentExecution.observe(word.value);
    }
  }

  /** Performs the steps from one on, up to the end of the monitor that it is in. */
  private int perform(List<String> steps, int from) {
    for (int i = from; i < steps.size(); i++) {
      String step = steps.get(i);
      if (step.equals("x")) {
        return i;
      }
      if (step.startsWith("m")) {
        synchronized (monitors[step.charAt(1) - '0']) {
          i = perform(steps, i + 1);
        }
      } else {
        perform(step);
      }
    }
    return steps.size();
  }

  private void perform(String step) {
    char mode = step.length() > 1 ? step.charAt(1) : ' ';
    int number = Character.digit(step.charAt(step.length() - 1), 10);
    Word word = words[number >= 0 ? number : 0];
    switch (step.charAt(0)) {
      case 'R' -> CurrentExecution.observe(load(word, mode));
      case 'W' -> store(word, mode, CurrentExecution.thread());
      case 'A' ->
          CurrentExecution.observe(
              switch (mode) {
                case 'a' -> (int) Word.VALUE.getAndAddAcquire(word, 10);
                case 'r' -> (int) Word.VALUE.getAndAddRelease(word, 10);
                default -> (int) Word.VALUE.getAndAdd(word, 10);
              });
      case 'C' ->
          CurrentExecution.observe(
              switch (mode) {
                case 'a' -> (int) Word.VALUE.compareAndExchangeAcquire(word, 0, 5);
                case 'r' -> (int) Word.VALUE.compareAndExchangeRelease(word, 0, 5);
                default -> (int) Word.VALUE.compareAndExchange(word, 0, 5);
              });
      case 'E' ->
          CurrentExecution.observe(
              switch (mode) {
                case 'p' -> Word.VALUE.weakCompareAndSetPlain(word, 0, 7);
                case 'a' -> Word.VALUE.weakCompareAndSetAcquire(word, 0, 7);
                case 'r' -> Word.VALUE.weakCompareAndSetRelease(word, 0, 7);
                default -> Word.VALUE.weakCompareAndSet(word, 0, 7);
              });
      case 'F' -> {
        switch (mode) {
          case 'a' -> VarHandle.acquireFence();
          case 'r' -> VarHandle.releaseFence();
          default -> VarHandle.fullFence();
        }
      }
      case 'p' -> LockSupport.park();
      case 't' -> LockSupport.parkNanos(1_000_000);
      case 'u' -> LockSupport.unpark(started[number]);
      case 'i' -> {
        Thread target = started[number];
        if (target != null) {
          target.interrupt();
        }
      }
      case 'y' -> Thread.yield();
      case 'o' -> oracle(number);
      case 'z' -> work();
      default -> throw new IllegalArgumentException("no step: " + step);
    }
  }

  /** The work of an oracle: state that threads share outside the model, and that is declared. */
  private void oracle(int number) {
    CurrentExecution.sharesUnmodelled();
    int[] state = inside;
    CurrentExecution.undisturbed(() -> CurrentExecution.observe("o" + state[number]++));
  }

  /** Many steps that no other thread can notice. */
  private static void work() {
    Word own = new Word();
    for (int i = 0; i < ALONE; i++) {
      own.value = i;
    }
  }

  private static int load(Word word, char mode) {
    return switch (mode) {
      case 'p' -> word.value;
      case 'o' -> (int) Word.VALUE.getOpaque(word);
      case 'a' -> (int) Word.VALUE.getAcquire(word);
      default -> (int) Word.VALUE.getVolatile(word);
    };
  }

  private static void store(Word word, char mode, int value) {
    switch (mode) {
      case 'p' -> word.value = value;
      case 'o' -> Word.VALUE.setOpaque(word, value);
      case 'r' -> Word.VALUE.setRelease(word, value);
      default -> Word.VALUE.setVolatile(word, value);
    }
  }
}
