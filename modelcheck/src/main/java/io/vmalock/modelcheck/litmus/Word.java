package io.vmalock.modelcheck.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** A shared variable, accessed in whatever mode is named by its letter: p, o, a, r or v. */
final class Word {
  private static final VarHandle VALUE;

  static {
    try {
      VALUE = MethodHandles.lookup().findVarHandle(Word.class, "value", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private int value;

  int load(char mode) {
    return switch (mode) {
      case 'p' -> value;
      case 'o' -> (int) VALUE.getOpaque(this);
      case 'a' -> (int) VALUE.getAcquire(this);
      case 'v' -> (int) VALUE.getVolatile(this);
      default ->
          throw new IllegalArgumentException(
              "not a mode of a load: " + mode + "; expected p, o, a or v");
    };
  }

  void store(char mode, int to) {
    switch (mode) {
      case 'p' -> value = to;
      case 'o' -> VALUE.setOpaque(this, to);
      case 'r' -> VALUE.setRelease(this, to);
      case 'v' -> VALUE.setVolatile(this, to);
      default ->
          throw new IllegalArgumentException(
              "not a mode of a store: " + mode + "; expected p, o, r or v");
    }
  }

  int getAndAdd(char mode, int delta) {
    return switch (mode) {
      case 'a' -> (int) VALUE.getAndAddAcquire(this, delta);
      case 'r' -> (int) VALUE.getAndAddRelease(this, delta);
      case 'v' -> (int) VALUE.getAndAdd(this, delta);
      default ->
          throw new IllegalArgumentException(
              "not a mode of an update: " + mode + "; expected a, r or v");
    };
  }

  int compareAndExchange(char mode, int expected, int to) {
    return switch (mode) {
      case 'a' -> (int) VALUE.compareAndExchangeAcquire(this, expected, to);
      case 'r' -> (int) VALUE.compareAndExchangeRelease(this, expected, to);
      case 'v' -> (int) VALUE.compareAndExchange(this, expected, to);
      default ->
          throw new IllegalArgumentException(
              "not a mode of an update: " + mode + "; expected a, r or v");
    };
  }

  boolean weakCompareAndSet(char mode, int expected, int to) {
    return switch (mode) {
      case 'p' -> VALUE.weakCompareAndSetPlain(this, expected, to);
      case 'a' -> VALUE.weakCompareAndSetAcquire(this, expected, to);
      case 'r' -> VALUE.weakCompareAndSetRelease(this, expected, to);
      case 'v' -> VALUE.weakCompareAndSet(this, expected, to);
      default ->
          throw new IllegalArgumentException(
              "not a mode of an update: " + mode + "; expected a, r or v");
    };
  }
}
