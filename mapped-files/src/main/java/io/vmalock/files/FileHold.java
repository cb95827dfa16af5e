package io.vmalock.files;

import io.vmalock.Vma;
import io.vmalock.space.Hold;
import io.vmalock.space.Outcome;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes mapped files by address. Each method works inside the started hold, or, if none
 * is started, in a hold for that call alone.
 *
 * <pre>{@code
 * FileHold hold = files.hold(); // one for each thread
 * long id = hold.getLong(address);
 * if (hold.startRead(address)) { // several reads of one file: it stays mapped
 *   try {
 *     ByteBuffer record = hold.slice(address, hold.getInt(address));
 *   } finally {
 *     hold.endRead(); // the slice is not used any more
 *   }
 * }
 * }</pre>
 *
 * <p>Outside a started hold a value, or a copy, may lie in several adjacent areas: each part is
 * read in a separate hold, so a change of the space may come between them. Inside a started hold,
 * all bytes must lie in its area.
 *
 * <p>Holds do not order writers and readers of the same bytes: the program must do that, as for any
 * memory. For one thread at a time.
 */
public final class FileHold implements AutoCloseable {
  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private final Hold<MappedFile> hold;
  private final ByteOrder order;
  private final boolean swap;

  /** Null if slices are not checked. */
  private final @Nullable CheckedSlices slices;

  private boolean sliced;

  /** For values that lie in several areas, which are put together in big-endian order. */
  private byte @Nullable [] parts;

  FileHold(MappedFiles files) {
    this.hold = files.space().hold();
    this.order = files.order();
    this.swap = order != ByteOrder.BIG_ENDIAN;
    this.slices = files.isChecked() ? files.mapper().checkedSlices() : null;
  }

  private static VarHandle view(Class<?> type) {
    return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.BIG_ENDIAN);
  }

  // ---- Holds ----

  /**
   * Starts a hold of the file at an address; see {@link Hold#startRead(long)}.
   *
   * @return whether a file is mapped there; if not, nothing is held
   * @throws IllegalStateException if one is started already
   */
  public boolean startRead(long address) {
    return hold.startRead(address);
  }

  /**
   * Starts a hold of the file at an address, if that succeeds in time; see {@link
   * Hold#startRead(long, Duration)}.
   *
   * @throws InterruptedException if the thread was or is interrupted while it waits
   * @throws IllegalStateException if one is started already
   */
  public Outcome startRead(long address, Duration timeout) throws InterruptedException {
    return hold.startRead(address, timeout);
  }

  /**
   * Ends the hold. Its slices must not be used any more; if they are checked, using one throws.
   *
   * @throws IllegalStateException if there is none, or if checked slices were taken by another
   *     thread
   */
  public void endRead() {
    if (sliced) {
      endSlices();
    }
    hold.endRead();
  }

  private void endSlices() {
    if (slices != null) {
      slices.end();
    }
    sliced = false;
  }

  /** Whether a hold is started. */
  public boolean isHeld() {
    return hold.isHeld();
  }

  /** Ends the hold if there is one, and forgets its file. It may be started again. */
  @Override
  public void close() {
    if (sliced) {
      endSlices();
    }
    hold.close();
  }

  /** The first address of the held area. */
  public long start() {
    return hold.start();
  }

  /** The first address after the held area. */
  public long end() {
    return hold.end();
  }

  /** The held file. Its own methods are for the code that opened it. */
  public MappedFile file() {
    return hold.attachment();
  }

  /** The offset of an address in the held file. */
  public long offset(long address) {
    return hold.offset(address);
  }

  // ---- Reading ----

  /**
   * The byte at an address.
   *
   * @throws UnmappedException if no file is mapped there and no hold is started
   * @throws IndexOutOfBoundsException if it lies outside the hold that is started
   * @throws java.io.UncheckedIOException if the file was cut short, or its disk failed. The JVM may
   *     also report that by an {@link InternalError}, a moment later
   */
  public byte getByte(long address) {
    boolean own = enter(address, 1);
    try {
      Vma area = hold.vma();
      return file(area).byteAt(offset(area, address));
    } finally {
      leave(own);
    }
  }

  /** The short at an address, in the order of the files; throws as {@link #getByte} does. */
  public short getShort(long address) {
    boolean own = enter(address, Short.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Short.BYTES)) {
        return file(area).shortAt(offset(area, address));
      }
    } finally {
      leave(own);
    }
    short value = (short) SHORT.get(gather(address, Short.BYTES), 0);
    return swap ? Short.reverseBytes(value) : value;
  }

  /** The int at an address, in the order of the files; throws as {@link #getByte} does. */
  public int getInt(long address) {
    boolean own = enter(address, Integer.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Integer.BYTES)) {
        return file(area).intAt(offset(area, address));
      }
    } finally {
      leave(own);
    }
    int value = (int) INT.get(gather(address, Integer.BYTES), 0);
    return swap ? Integer.reverseBytes(value) : value;
  }

  /** The long at an address, in the order of the files; throws as {@link #getByte} does. */
  public long getLong(long address) {
    boolean own = enter(address, Long.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Long.BYTES)) {
        return file(area).longAt(offset(area, address));
      }
    } finally {
      leave(own);
    }
    long value = (long) LONG.get(gather(address, Long.BYTES), 0);
    return swap ? Long.reverseBytes(value) : value;
  }

  /**
   * Copies bytes out, as far as files are mapped without a gap.
   *
   * @return the number of bytes; 0 if nothing is mapped at the address
   * @throws IndexOutOfBoundsException if the part of the array is not in it, or the addresses are
   *     not in the hold that is started
   * @throws java.io.UncheckedIOException as {@link #getByte} says
   */
  public int get(long address, byte[] to, int from, int length) {
    Objects.checkFromIndexSize(from, length, to.length);
    if (hold.isHeld()) {
      Vma area = within(address, length);
      file(area).copyOut(offset(area, address), to, from, length);
      return length;
    }
    int done = getPart(address, to, from, length); // most often all of it
    for (int part = done; part > 0 && done < length; done += part) {
      part = getPart(address + done, to, from + done, length - done);
    }
    return done;
  }

  /** Copies as much as the area at the address has; returns 0 if there is none. */
  private int getPart(long address, byte[] to, int from, int length) {
    if (length == 0 || !hold.startRead(address)) {
      return 0;
    }
    try {
      Vma area = hold.vma();
      int part = part(area, address, length);
      file(area).copyOut(offset(area, address), to, from, part);
      return part;
    } finally {
      hold.endRead();
    }
  }

  /**
   * Copies as many bytes out as the buffer has left, as far as files are mapped without a gap, and
   * moves its position behind them; otherwise as {@link #get(long, byte[], int, int)}.
   *
   * @return the number of bytes
   */
  public int get(long address, ByteBuffer to) {
    int length = to.remaining();
    if (hold.isHeld()) {
      Vma area = within(address, length);
      file(area).copyOut(offset(area, address), to, length);
      to.position(to.limit());
      return length;
    }
    int done = 0;
    while (done < length && hold.startRead(address + done)) {
      try {
        Vma area = hold.vma();
        int part = part(area, address + done, length - done);
        file(area).copyOut(offset(area, address + done), to, part);
        to.position(to.position() + part);
        done += part;
      } finally {
        hold.endRead();
      }
    }
    return done;
  }

  /**
   * A read-only view of the held file's memory, in the order of the files, until the hold ends.
   *
   * <p>If slices are {@linkplain MappedFiles.Builder#checked checked}, one that is used later
   * throws. Otherwise it reads other bytes, or crashes the JVM.
   *
   * @throws IndexOutOfBoundsException if the addresses are not in the held area
   * @throws IllegalStateException if no hold is started
   */
  public ByteBuffer slice(long address, int length) {
    if (!hold.isHeld()) {
      throw new IllegalStateException(
          "a slice is valid inside a hold only: call startRead("
              + address
              + ") first, or copy by get");
    }
    Vma area = within(address, length);
    Mapping mapping = file(area).mapping();
    long at = offset(area, address);
    if (slices == null) {
      return mapping.slice(at, length).asReadOnlyBuffer().order(order);
    }
    sliced = true;
    return slices.slice(mapping, at, length).order(order);
  }

  // ---- Writing ----

  /**
   * Sets the byte at an address.
   *
   * @throws UnmappedException if no file is mapped there and no hold is started
   * @throws IndexOutOfBoundsException if it lies outside the hold that is started
   * @throws UnsupportedOperationException if the file is mapped read-only
   * @throws java.io.UncheckedIOException as {@link #getByte} says
   */
  public void putByte(long address, byte value) {
    boolean own = enter(address, 1);
    try {
      Vma area = hold.vma();
      file(area).setByte(offset(area, address), value);
    } finally {
      leave(own);
    }
  }

  /** Sets the short at an address; throws as {@link #putByte} does. */
  public void putShort(long address, short value) {
    boolean own = enter(address, Short.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Short.BYTES)) {
        file(area).setShort(offset(area, address), value);
        return;
      }
    } finally {
      leave(own);
    }
    byte[] bytes = parts();
    SHORT.set(bytes, 0, swap ? Short.reverseBytes(value) : value);
    scatter(address, bytes, Short.BYTES);
  }

  /** Sets the int at an address; throws as {@link #putByte} does. */
  public void putInt(long address, int value) {
    boolean own = enter(address, Integer.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Integer.BYTES)) {
        file(area).setInt(offset(area, address), value);
        return;
      }
    } finally {
      leave(own);
    }
    byte[] bytes = parts();
    INT.set(bytes, 0, swap ? Integer.reverseBytes(value) : value);
    scatter(address, bytes, Integer.BYTES);
  }

  /** Sets the long at an address; throws as {@link #putByte} does. */
  public void putLong(long address, long value) {
    boolean own = enter(address, Long.BYTES);
    try {
      Vma area = hold.vma();
      if (fits(area, address, Long.BYTES)) {
        file(area).setLong(offset(area, address), value);
        return;
      }
    } finally {
      leave(own);
    }
    byte[] bytes = parts();
    LONG.set(bytes, 0, swap ? Long.reverseBytes(value) : value);
    scatter(address, bytes, Long.BYTES);
  }

  /**
   * Copies bytes in, as far as files are mapped without a gap.
   *
   * @return the number of bytes; 0 if nothing is mapped at the address
   * @throws IndexOutOfBoundsException if the part of the array is not in it, or the addresses are
   *     not in the hold that is started
   * @throws UnsupportedOperationException if a file is mapped read-only
   */
  public int put(long address, byte[] from, int first, int length) {
    Objects.checkFromIndexSize(first, length, from.length);
    if (hold.isHeld()) {
      Vma area = within(address, length);
      file(area).copyIn(offset(area, address), from, first, length);
      return length;
    }
    int done = 0;
    while (done < length && hold.startRead(address + done)) {
      try {
        Vma area = hold.vma();
        int part = part(area, address + done, length - done);
        file(area).copyIn(offset(area, address + done), from, first + done, part);
        done += part;
      } finally {
        hold.endRead();
      }
    }
    return done;
  }

  /**
   * Copies the rest of a buffer in, as far as files are mapped without a gap, and moves its
   * position behind it; otherwise as {@link #put(long, byte[], int, int)}.
   *
   * @return the number of bytes
   */
  public int put(long address, ByteBuffer from) {
    int length = from.remaining();
    if (hold.isHeld()) {
      Vma area = within(address, length);
      file(area).copyIn(offset(area, address), from, length);
      from.position(from.limit());
      return length;
    }
    int done = 0;
    while (done < length && hold.startRead(address + done)) {
      try {
        Vma area = hold.vma();
        int part = part(area, address + done, length - done);
        file(area).copyIn(offset(area, address + done), from, part);
        from.position(from.position() + part);
        done += part;
      } finally {
        hold.endRead();
      }
    }
    return done;
  }

  // ---- How ----

  /**
   * Starts a hold unless one is started, in which the bytes must be; returns whether it started
   * one.
   */
  private boolean enter(long address, int length) {
    if (hold.isHeld()) {
      within(address, length);
      return false;
    }
    if (!hold.startRead(address)) {
      throw new UnmappedException(address);
    }
    return true;
  }

  private void leave(boolean own) {
    if (own) {
      hold.endRead();
    }
  }

  // The area of a hold is asked for once, and checked to be held; what follows uses it alone.

  private static MappedFile file(Vma area) {
    return (MappedFile) Objects.requireNonNull(area.attachment());
  }

  private static long offset(Vma area, long address) {
    return area.offset() + (address - area.start());
  }

  /** Whether a value at an address that is held ends in the held area. */
  private static boolean fits(Vma area, long address, int length) {
    return Long.compareUnsigned(area.end() - address, length) >= 0;
  }

  private static int part(Vma area, long address, int length) {
    long room = area.end() - address;
    return Long.compareUnsigned(room, length) < 0 ? (int) room : length;
  }

  /** The held area, in which the bytes must lie. */
  private Vma within(long address, int length) {
    Vma area = hold.vma();
    long within = address - area.start();
    long size = area.end() - area.start();
    if (length < 0
        || Long.compareUnsigned(within, size) > 0
        || Long.compareUnsigned(size - within, length) < 0) {
      throw new IndexOutOfBoundsException(
          length
              + " bytes at "
              + address
              + " are not in the held area from "
              + area.start()
              + " to "
              + area.end()
              + ": end the hold first");
    }
    return area;
  }

  private byte[] parts() {
    if (parts == null) {
      parts = new byte[Long.BYTES];
    }
    return parts;
  }

  private byte[] gather(long address, int length) {
    byte[] bytes = parts();
    int got = get(address, bytes, 0, length);
    if (got < length) {
      throw new UnmappedException(address + got);
    }
    return bytes;
  }

  private void scatter(long address, byte[] bytes, int length) {
    int done = put(address, bytes, 0, length);
    if (done < length) {
      throw new UnmappedException(address + done);
    }
  }
}
