package io.vmalock.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file, or a part of one, mapped into memory: the attachment of areas in an address space.
 *
 * <p>The code that opened it may read and write it here until {@link #close}, by offsets and
 * without a hold: to fill it before it is mapped, or to append to it. All other code reads it
 * through a {@link FileHold}. It is unmapped once it is closed, no area has it and no hold is
 * inside. So close it as soon as it is in the space and you need it no longer:
 *
 * <pre>{@code
 * try (MappedFile merged = files.create(path, bytes)) {
 *   fill(merged);
 *   files.compact(start, end, merged);
 * } // the space has it; if compact threw, it is unmapped
 * }</pre>
 *
 * <p>Several threads may use it at once, but none while another thread closes it: such a use is not
 * detected, and may crash the JVM.
 */
public final class MappedFile implements AutoCloseable {
  private static final VarHandle CLOSED;
  private static final VarHandle END;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CLOSED = lookup.findVarHandle(MappedFile.class, "closed", boolean.class);
      END = lookup.findVarHandle(MappedFile.class, "end", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // Bits of its end.
  private static final int UNMAPPED = 1;
  private static final int UNWANTED = 2;

  private final MappedFiles files;
  private final Path path;
  private final Access access;
  private final long offset;
  private final long size;
  private final Mapping mapping;
  private final boolean swap;

  @SuppressWarnings("UnusedVariable") // through CLOSED
  private boolean closed;

  /**
   * The thread that unmaps the file, while a last use of it is allowed. Plain: a thread finds
   * itself here only if it has stored itself.
   */
  private @Nullable Thread leaver;

  /** Whether it is unmapped, and whether a commit wants it deleted. */
  @SuppressWarnings("UnusedVariable") // through END
  private int end;

  MappedFile(MappedFiles files, Path path, Access access, long offset, long size, Mapping mapping) {
    this.files = files;
    this.path = path;
    this.access = access;
    this.offset = offset;
    this.size = size;
    this.mapping = mapping;
    this.swap = files.order() != ByteOrder.nativeOrder();
  }

  /** The file. */
  public Path path() {
    return path;
  }

  /** The offset in the file at which the mapped part begins, in bytes. */
  public long offset() {
    return offset;
  }

  /** The number of mapped bytes. */
  public long size() {
    return size;
  }

  /** The accesses that it allows. */
  public Access access() {
    return access;
  }

  // ---- Reading and writing, by the code that opened it ----

  /**
   * The byte at an offset.
   *
   * @throws IndexOutOfBoundsException if the offset is not in it
   * @throws IllegalStateException if it is closed
   */
  public byte getByte(long at) {
    check(at, 1);
    return byteAt(at);
  }

  /** The short at an offset; throws as {@link #getByte} does. */
  public short getShort(long at) {
    check(at, Short.BYTES);
    return shortAt(at);
  }

  /** The int at an offset; throws as {@link #getByte} does. */
  public int getInt(long at) {
    check(at, Integer.BYTES);
    return intAt(at);
  }

  /** The long at an offset; throws as {@link #getByte} does. */
  public long getLong(long at) {
    check(at, Long.BYTES);
    return longAt(at);
  }

  /** Copies bytes out of it; throws as {@link #getByte} does. */
  public void get(long at, byte[] to, int from, int length) {
    Objects.checkFromIndexSize(from, length, to.length);
    check(at, length);
    copyOut(at, to, from, length);
  }

  /**
   * Sets a byte.
   *
   * @throws IndexOutOfBoundsException if the offset is not in it
   * @throws IllegalStateException if it is closed
   * @throws UnsupportedOperationException if it is read-only
   */
  public void putByte(long at, byte value) {
    check(at, 1);
    setByte(at, value);
  }

  /** Sets a short; throws as {@link #putByte} does. */
  public void putShort(long at, short value) {
    check(at, Short.BYTES);
    setShort(at, value);
  }

  /** Sets an int; throws as {@link #putByte} does. */
  public void putInt(long at, int value) {
    check(at, Integer.BYTES);
    setInt(at, value);
  }

  /** Sets a long; throws as {@link #putByte} does. */
  public void putLong(long at, long value) {
    check(at, Long.BYTES);
    setLong(at, value);
  }

  /** Copies bytes into it; throws as {@link #putByte} does. */
  public void put(long at, byte[] from, int first, int length) {
    Objects.checkFromIndexSize(first, length, from.length);
    check(at, length);
    copyIn(at, from, first, length);
  }

  /** Copies the rest of a buffer into it; throws as {@link #putByte} does. */
  public void put(long at, ByteBuffer from) {
    check(at, from.remaining());
    copyIn(at, from, from.remaining());
    from.position(from.limit());
  }

  /**
   * A part of the memory itself, in the order of {@link MappedFiles#order}: read-only if this is.
   * It must not be used after {@link #close}: with the backing {@link Backing#ARENA} a later use
   * throws an {@link IllegalStateException}, and otherwise it may crash the JVM.
   *
   * @throws IndexOutOfBoundsException if the part is not in it
   * @throws IllegalStateException if it is closed
   */
  public ByteBuffer slice(long at, int length) {
    check(at, length);
    ByteBuffer slice = mapping.slice(at, length);
    return (access == Access.READ_ONLY ? slice.asReadOnlyBuffer() : slice).order(files.order());
  }

  /**
   * Writes all changes to the disk, and returns when they are there.
   *
   * @throws UncheckedIOException if the disk says no
   * @throws IllegalStateException if it is closed
   */
  public void force() {
    check(0, 0);
    forceAt(0, size);
  }

  /**
   * Tells the system how the memory will be used.
   *
   * @return whether the backing can do so
   * @throws IllegalStateException if it is closed
   */
  public boolean advise(Advice advice) {
    check(0, 0);
    return mapping.advise(0, size, advice);
  }

  /**
   * Ends the use by the code that opened it. The file is unmapped, by another thread, once no area
   * has it and no hold is inside. Closing it twice does nothing; it may be closed inside sections
   * and holds.
   */
  @Override
  public void close() {
    // Atomic, so that one of several calls unpins; the space's monitor orders the uses here before
    // the release, on any thread.
    if (CLOSED.compareAndSet(this, false, true)) {
      files.space().unpin(this);
    }
  }

  /** The file's name, the part of it, and the number of bytes. */
  @Override
  public String toString() {
    return path.getFileName() + (offset == 0 ? "" : "+" + offset) + " of " + size + " bytes";
  }

  private void check(long at, long length) {
    // Opaque: a thread that uses it while another closes it goes undetected in any case.
    if ((boolean) CLOSED.getOpaque(this) && leaver != Thread.currentThread()) {
      throw new IllegalStateException(
          this + " is closed by the code that opened it: read it through a hold of the space");
    }
    Objects.checkFromIndexSize(at, length, size);
  }

  // ---- For holds: the caller is inside, and inside the file ----

  byte byteAt(long at) {
    try {
      return mapping.getByte(at);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  short shortAt(long at) {
    try {
      short value = mapping.getShort(at);
      return swap ? Short.reverseBytes(value) : value;
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  int intAt(long at) {
    try {
      int value = mapping.getInt(at);
      return swap ? Integer.reverseBytes(value) : value;
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  long longAt(long at) {
    try {
      long value = mapping.getLong(at);
      return swap ? Long.reverseBytes(value) : value;
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void copyOut(long at, byte[] to, int from, int length) {
    try {
      mapping.get(at, to, from, length);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void copyOut(long at, ByteBuffer to, int length) {
    try {
      mapping.get(at, to, length);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void setByte(long at, byte value) {
    requireWritable();
    try {
      mapping.putByte(at, value);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void setShort(long at, short value) {
    requireWritable();
    try {
      mapping.putShort(at, swap ? Short.reverseBytes(value) : value);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void setInt(long at, int value) {
    requireWritable();
    try {
      mapping.putInt(at, swap ? Integer.reverseBytes(value) : value);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void setLong(long at, long value) {
    requireWritable();
    try {
      mapping.putLong(at, swap ? Long.reverseBytes(value) : value);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void copyIn(long at, byte[] from, int first, int length) {
    requireWritable();
    try {
      mapping.put(at, from, first, length);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void copyIn(long at, ByteBuffer from, int length) {
    requireWritable();
    try {
      mapping.put(at, from, length);
    } catch (InternalError e) {
      throw fault(e);
    }
  }

  void forceAt(long at, long length) {
    if (access == Access.READ_WRITE) {
      mapping.force(at, length);
    }
  }

  boolean isOf(MappedFiles files) {
    return this.files == files;
  }

  Mapping mapping() {
    return mapping;
  }

  private void requireWritable() {
    if (access == Access.READ_ONLY) {
      throw new UnsupportedOperationException(
          this + " is mapped read-only: open it with Access.READ_WRITE to write to it");
    }
  }

  /** The exception for a SIGBUS in a mapped file. */
  private UncheckedIOException fault(InternalError error) {
    String now;
    try {
      now = Files.size(path) + " bytes long";
    } catch (IOException e) {
      now = "gone";
    }
    return new UncheckedIOException(
        new IOException(
            "the system could not bring a page of "
                + path
                + " in: "
                + (offset + size)
                + " bytes of it were there when it was mapped, and now it is "
                + now
                + "; it was cut short by others, or its disk failed or is full",
            error));
  }

  // ---- For the space ----

  /**
   * Deletes the file once it is unmapped, because a commit took it away. Not before the commit,
   * which may fail; the last reader may then be quicker, and has unmapped it.
   */
  void deleteWhenUnmapped() {
    // Atomic, as in release(): whichever of the two comes second finds the other's bit.
    if (((int) END.getAndBitwiseOr(this, UNWANTED) & (UNMAPPED | UNWANTED)) == UNMAPPED) {
      delete();
    }
  }

  /** Unmaps the file, which no area and no hold has any more. */
  void release() {
    leaver = Thread.currentThread();
    try {
      files.aboutToUnmap(this);
    } finally {
      leaver = null;
      mapping.unmap(); // if this throws, the file is still mapped, and counts
      files.unmapped(this);
      if (((int) END.getAndBitwiseOr(this, UNMAPPED) & UNWANTED) != 0) {
        delete();
      }
    }
  }

  private void delete() {
    try {
      Files.deleteIfExists(path); // others may have deleted it
    } catch (IOException e) {
      throw new UncheckedIOException("is unmapped, but cannot be deleted: " + path, e);
    }
  }
}
