package io.vmalock.modelcheck.litmus;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** A shared variable that refers to a box. */
final class BoxWord {
  private static final VarHandle HELD;

  static {
    try {
      HELD = MethodHandles.lookup().findVarHandle(BoxWord.class, "held", Held.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private @Nullable Held held;

  /** The box that it refers to. */
  private interface Held {
    int value();
  }

  /** A box that is filled before its reference is stored. */
  static final class Box implements Held {
    private int value;

    Box(int value) {
      this.value = value;
    }

    @Override
    public int value() {
      return value;
    }
  }

  /** A box that leaks its own reference before its final field is written. */
  static final class Given implements Held {
    private final int value;

    private Given(BoxWord to, int value) {
      to.held = this;
      this.value = value;
    }

    static void make(BoxWord to, int value) {
      new Given(to, value);
    }

    @Override
    public int value() {
      return value;
    }
  }

  void store(char mode, Box box) {
    if (mode == 'r') {
      HELD.setRelease(this, box);
    } else {
      held = box;
    }
  }

  /** Returns the content of its box, loaded plainly; or the word for no box. */
  String load() {
    Held box = held;
    return box == null ? "none" : String.valueOf(box.value());
  }
}
