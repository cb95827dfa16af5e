package io.vmalock.bench.scenario.files;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Files as memory segments, in a sorted array. A reader that finds its arena closed looks again, as
 * users of Lucene's {@code MMapDirectory} do when they reopen.
 *
 * <p>Nothing is poisoned: until an arena is closed a reader may be inside, and when it is closed
 * the JVM fails every read itself.
 */
final class ArenaFiles implements StoredFiles {
  private static final int GROUP = 16;

  /** Arenas, each of which is closed when all of its files have been replaced. */
  private static final class Group {
    final Arena arena;
    int free;
    int open;

    Group(Arena arena, int files) {
      this.arena = arena;
      this.free = files;
    }

    /** One of its files is not used any more. */
    void release() {
      if (--open == 0 && free == 0) {
        arena.close();
      }
    }
  }

  /** A file, its first position, and its arena; null if the collector closes it. */
  private record Placed(MemorySegment segment, long start, @Nullable Group group) {}

  private final Shape shape;
  private final Peer peer;
  private final FileTable<Placed> table = new SortedArray<>();
  private @Nullable Group filling;

  ArenaFiles(Shape shape, Peer peer) {
    this.shape = shape;
    this.peer = peer;
  }

  @Override
  public Reader reader() {
    return (position, to, length) -> {
      while (true) {
        Placed found = table.at(position);
        try {
          MemorySegment.copy(
              found.segment, ValueLayout.JAVA_BYTE, position - found.start, to, 0, length);
          return;
        } catch (IllegalStateException e) {
          if (found.segment.scope().isAlive()) {
            throw e; // not because it was closed
          }
        }
      }
    };
  }

  @Override
  public void map(int number, Path path) throws IOException {
    long start = shape.start(number);
    Group group = peer == Peer.AUTO_ARENA ? null : group();
    Arena arena = group == null ? Arena.ofAuto() : group.arena;
    MemorySegment segment;
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      segment = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
    }
    release(table.put(start, new Placed(segment, start, group)));
  }

  /** A group with one more file in it. */
  private Group group() {
    Group group = filling;
    if (group == null || group.free == 0) {
      group = new Group(Arena.ofShared(), peer == Peer.GROUPED_ARENA ? GROUP : 1);
      filling = group;
    }
    group.free--;
    group.open++;
    return group;
  }

  private static void release(@Nullable Placed old) {
    if (old != null && old.group != null) {
      old.group.release();
    }
  }

  @Override
  public long remove(int number) {
    if (!peer.unmaps()) {
      throw new UnsupportedOperationException("one file is not unmapped by itself");
    }
    release(table.remove(shape.start(number)));
    return System.nanoTime();
  }

  @Override
  public void close() {
    for (Placed one : table.all()) {
      if (one.group != null && one.group.arena.scope().isAlive()) {
        one.group.arena.close();
      }
    }
  }
}
