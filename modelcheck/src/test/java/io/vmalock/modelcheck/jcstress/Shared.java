package io.vmalock.modelcheck.jcstress;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The state that the threads of samples share: fields in all modes, and objects to publish. */
final class Shared {
  static final VarHandle X = handle("x", int.class);
  static final VarHandle Y = handle("y", int.class);
  static final VarHandle WIDE = handle("wide", long.class);
  static final VarHandle READY = handle("ready", boolean.class);
  static final VarHandle A = handle("a", boolean.class);
  static final VarHandle B = handle("b", boolean.class);
  static final VarHandle PLAIN = handle("plain", Plain.class);
  static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(int[].class);

  int x;
  int y;
  volatile int vx;
  volatile int vy;
  long wide;
  volatile long volatileWide;
  boolean ready;
  volatile boolean volatileReady;
  boolean a;
  boolean b;
  volatile int[] array = new int[2];
  Plain plain;
  Finals finals;
  volatile Plain volatilePlain;

  private static VarHandle handle(String field, Class<?> type) {
    try {
      return MethodHandles.lookup().findVarHandle(Shared.class, field, type);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** An object with plain fields. */
  static final class Plain {
    int x1;
    int x2;
    int x3;
    int x4;

    Plain(int v) {
      x1 = v;
      x2 = x1 + v;
      x3 = x2 + v;
      x4 = x3 + v;
    }
  }

  /** The object with final fields. */
  static final class Finals {
    final int x1;
    final int x2;
    final int x3;
    final int x4;

    Finals(int v) {
      x1 = v;
      x2 = x1 + v;
      x3 = x2 + v;
      x4 = x3 + v;
    }
  }

  /** A place for an object, which is not volatile itself. */
  static final class Holder {
    One value = new One(-1);

    synchronized void setSynchronized(One newValue) {
      value = newValue;
    }

    synchronized One getSynchronized() {
      return value;
    }
  }

  /** A place for an object that is volatile. */
  static final class VolatileHolder {
    volatile One value = new One(-1);
  }

  /** An object with a plain field. */
  static final class One {
    int x;

    One(int v) {
      x = v;
    }
  }

  /** An object with a final field. */
  static final class FinalOne {
    final int x;

    FinalOne(int v) {
      x = v;
    }
  }

  /** An object with a volatile field. */
  static final class VolatileOne {
    volatile int x;

    VolatileOne(int v) {
      x = v;
    }
  }
}
