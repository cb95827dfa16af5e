package io.vmalock.modelcheck.litmus;

import io.vmalock.modelcheck.program.CurrentExecution;
import io.vmalock.modelcheck.program.Program;
import io.vmalock.modelcheck.program.Task;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * A litmus test, written as its threads, each a list of steps.
 *
 * <p>Threads are separated by {@code |}, steps by {@code ;}. A step is {@code Wo x 1}, a store in
 * opaque mode; {@code Ra x}, a load in acquire mode, whose value is observed; {@code Av x 1}, a
 * getAndAdd; {@code Cv x 0 1}, a compareAndExchange, whose witness is observed; {@code Ea x 0 1}, a
 * weakCompareAndSet; or a fence: {@code F full}. {@code Dp y} stores the value of the last load,
 * and {@code Up x} loads until the value is not 0. {@code Nr b} makes a box that holds 1 and stores
 * a reference to it in {@code b}; {@code Gp b} makes one that stores the reference itself, before
 * its final field; {@code Bp b} loads the reference, and observes the content of the box. A last
 * part after {@code ||} names variables whose last values are observed.
 */
public final class LitmusProgram implements Program {
  private final List<List<String[]>> threads = new ArrayList<>();
  private final String[] last;
  private Word x = new Word();
  private Word y = new Word();
  private Word z = new Word();
  private BoxWord b = new BoxWord();

  /** Parses a program. */
  public LitmusProgram(String text) {
    int end = text.indexOf("||");
    String body = end < 0 ? text : text.substring(0, end);
    last = end < 0 ? new String[0] : text.substring(end + 2).trim().split(" ", -1);
    for (String thread : body.split("\\|", -1)) {
      List<String[]> steps = new ArrayList<>();
      for (String step : thread.split(";", -1)) {
        steps.add(step.trim().split(" ", -1));
      }
      threads.add(steps);
    }
  }

  @Override
  public List<Task> begin() {
    x = new Word();
    y = new Word();
    z = new Word();
    b = new BoxWord();
    List<Task> tasks = new ArrayList<>();
    for (List<String[]> steps : threads) {
      tasks.add(
          () -> {
            int loaded = 0;
            for (String[] step : steps) {
              loaded = perform(step, loaded);
            }
          });
    }
    return tasks;
  }

  @Override
  public void end() {
    for (String name : last) {
      CurrentExecution.observe(name + "=" + word(name).load('p'));
    }
  }

  @Override
  public int mostEvents() {
    return 2_000;
  }

  /** Performs a step, and returns the value of the last load so far. */
  private int perform(String[] step, int loaded) {
    char mode = step[0].length() > 1 ? step[0].charAt(1) : ' ';
    switch (step[0].charAt(0)) {
      case 'W' -> word(step[1]).store(mode, Integer.parseInt(step[2]));
      case 'R' -> {
        int value = word(step[1]).load(mode);
        CurrentExecution.observe(value);
        return value;
      }
      case 'D' -> word(step[1]).store(mode, loaded);
      case 'U' -> {
        Word word = word(step[1]);
        while (word.load(mode) == 0) {
          Thread.onSpinWait();
        }
        CurrentExecution.observe("end");
      }
      case 'N' -> b.store(mode, new BoxWord.Box(1));
      case 'G' -> BoxWord.Given.make(b, 1);
      case 'B' -> CurrentExecution.observe(b.load());
      case 'A' ->
          CurrentExecution.observe(word(step[1]).getAndAdd(mode, Integer.parseInt(step[2])));
      case 'C' ->
          CurrentExecution.observe(
              word(step[1])
                  .compareAndExchange(mode, Integer.parseInt(step[2]), Integer.parseInt(step[3])));
      case 'E' ->
          CurrentExecution.observe(
              word(step[1])
                  .weakCompareAndSet(mode, Integer.parseInt(step[2]), Integer.parseInt(step[3])));
      case 'F' -> fence(step[1]);
      default ->
          throw new IllegalArgumentException(
              "not a step: "
                  + String.join(" ", step)
                  + "; expected one such as Wo x 1, Ra x or F full");
    }
    return loaded;
  }

  private static void fence(String kind) {
    switch (kind) {
      case "acquire" -> VarHandle.acquireFence();
      case "release" -> VarHandle.releaseFence();
      case "loadLoad" -> VarHandle.loadLoadFence();
      case "storeStore" -> VarHandle.storeStoreFence();
      case "full" -> VarHandle.fullFence();
      default ->
          throw new IllegalArgumentException(
              "not a fence: " + kind + "; expected acquire, release, loadLoad, storeStore or full");
    }
  }

  private Word word(String name) {
    return switch (name) {
      case "x" -> x;
      case "y" -> y;
      case "z" -> z;
      default ->
          throw new IllegalArgumentException("not a variable: " + name + "; expected x, y or z");
    };
  }
}
