package io.vmalock.files;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Maps files in one way; see {@link Backing}. */
abstract class Mapper {
  /** Below {@code META-INF/versions/22} in the jar. */
  private static final String SEGMENTS = "io.vmalock.files.SegmentMapper";

  /**
   * Maps a part of a file that is long enough.
   *
   * @throws IOException if the system refuses, with its reason
   */
  abstract Mapping map(Path path, Access access, long offset, long length) throws IOException;

  /** The number of mappings that the system will have for a length. */
  abstract int mappings(long length);

  /**
   * Lengthens a file, and makes the disk reserve the room.
   *
   * @throws IOException if the disk has no room, or the system refuses otherwise
   */
  abstract void allocate(Path path, FileChannel channel, long from, long to) throws IOException;

  /** Creates the slices of one hold, which fail when it has ended. */
  abstract CheckedSlices checkedSlices();

  static Mapper of(Backing backing) {
    String why = backing.unavailable();
    if (why != null) {
      throw new UnsupportedOperationException(
          "backing " + backing + " " + why + "; BUFFERS is always there");
    }
    if (backing == Backing.BUFFERS) {
      return new BufferMapper();
    }
    try {
      return Class.forName(SEGMENTS)
          .asSubclass(Mapper.class)
          .getDeclaredConstructor(Backing.class)
          .newInstance(backing);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw new UnsupportedOperationException(
          "backing "
              + backing
              + " cannot be had: "
              + cause
              + "; start java with --enable-native-access, or take ARENA",
          cause);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the classes for JDK 22 and newer are not of this version", e);
    }
  }

  static boolean hasSegments() {
    try {
      Class.forName(SEGMENTS);
      return true;
    } catch (ClassNotFoundException | UnsupportedClassVersionError e) {
      return false;
    }
  }
}
