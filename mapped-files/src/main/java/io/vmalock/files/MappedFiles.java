package io.vmalock.files;

import io.vmalock.space.AddressSpace;
import io.vmalock.space.Area;
import io.vmalock.space.Commit;
import io.vmalock.space.WriteSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Mapped files in a flat address space, which a program grows, replaces and drops under their
 * readers. The program chooses the addresses, such as a log's positions. A file is unmapped, and
 * its addresses in the process are given back, when the last reader has left it; no thread waits
 * for this.
 *
 * <pre>{@code
 * MappedFiles files = MappedFiles.create();
 * try (MappedFile first = files.open(path)) {
 *   files.map(0, first);
 * }
 * FileHold hold = files.hold();   // one for each thread
 * long id = hold.getLong(16);
 * files.drop(0, 4096);            // unmapped and deleted when no reader is inside
 * }</pre>
 *
 * <p>Each changing method is one transaction. For other changes use {@link #space()}, which offers
 * everything that an {@link AddressSpace} can do.
 *
 * <p>Thread-safe. The rules of {@link AddressSpace} about waiting inside a hold apply here, too.
 */
public final class MappedFiles implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger("io.vmalock.files");

  private final AddressSpace<MappedFile> space;
  private final Backing backing;
  private final Mapper mapper;
  private final boolean checked;
  private final ByteOrder order;
  private final @Nullable Consumer<? super MappedFile> beforeUnmap;

  /** All mapped files; guarded by itself, and notified when one is unmapped and a thread waits. */
  private final Set<MappedFile> mapped = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The threads that wait for the last of them to be unmapped; guarded by {@code mapped}. */
  private int waiting;

  private MappedFiles(Builder builder) {
    this.backing = builder.backing == null ? Backing.best() : builder.backing;
    this.mapper = Mapper.of(backing);
    this.checked = builder.checked;
    this.order = builder.order;
    this.beforeUnmap = builder.beforeUnmap;
    AddressSpace.Builder<MappedFile> settings =
        AddressSpace.<MappedFile>builder().weigher(this::weigh);
    this.space = builder.settings.apply(settings).release(MappedFile::release).build();
  }

  /** Creates an empty set of files, with the default settings. */
  public static MappedFiles create() {
    return builder().build();
  }

  /** A builder for other settings than the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** The space in which the files are mapped, each as the attachment of its areas. */
  public AddressSpace<MappedFile> space() {
    return space;
  }

  /** How files are mapped. */
  public Backing backing() {
    return backing;
  }

  /** Whether using a slice after its hold throws. */
  public boolean isChecked() {
    return checked;
  }

  /** The byte order of shorts, ints and longs, and of slices. */
  public ByteOrder order() {
    return order;
  }

  /** A hold that is not started: for reading and writing by address, one for each thread. */
  public FileHold hold() {
    return new FileHold(this);
  }

  // ---- Opening files ----

  /**
   * Maps a whole file into memory, to be read. It is not in the space yet.
   *
   * @throws IOException as {@link #open(Path, Access, long, long)} says
   */
  public MappedFile open(Path path) throws IOException {
    return open(path, Access.READ_ONLY);
  }

  /**
   * Maps a whole file into memory. It is not in the space yet.
   *
   * @throws IOException as {@link #open(Path, Access, long, long)} says
   */
  public MappedFile open(Path path, Access access) throws IOException {
    return open(path, access, 0, Files.size(path));
  }

  /**
   * Maps a part of a file into memory. It is not in the space yet.
   *
   * @throws IOException if the file cannot be opened or is too short, or the system cannot map it
   * @throws IllegalArgumentException if the offset is negative or the length not above 0
   */
  public MappedFile open(Path path, Access access, long offset, long length) throws IOException {
    Objects.requireNonNull(access, "access");
    if (offset < 0 || length <= 0) {
      throw new IllegalArgumentException(
          "cannot map "
              + length
              + " bytes at offset "
              + offset
              + " of "
              + path
              + ": a mapping has at least 1 byte, and begins in the file");
    }
    long size = Files.size(path);
    if (offset > size - length) { // a page beyond the end could not be read
      throw new IOException(
          "cannot map "
              + length
              + " bytes at offset "
              + offset
              + " of "
              + path
              + ": it is "
              + size
              + " bytes long; extend it first");
    }
    Mapping mapping = mapped(path, access, offset, length);
    MappedFile file = new MappedFile(this, path, access, offset, length, mapping);
    boolean done = false;
    try {
      synchronized (mapped) {
        mapped.add(file);
      }
      space.pin(file);
      done = true;
    } finally {
      if (!done) {
        mapping.unmap();
        unmapped(file);
      }
    }
    return file;
  }

  private Mapping mapped(Path path, Access access, long offset, long length) throws IOException {
    int mappings = mapper.mappings(length);
    int counted = 0;
    boolean done = false;
    try {
      ProcessMappings.add(mappings);
      counted = mappings;
      Mapping mapping = mapper.map(path, access, offset, length);
      done = true;
      return mapping;
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw e; // by their own names
    } catch (IOException e) {
      throw new IOException(
          "cannot map "
              + length
              + " bytes at offset "
              + offset
              + " of "
              + path
              + ": "
              + e.getMessage(),
          e);
    } finally {
      if (!done) {
        ProcessMappings.remove(counted);
      }
    }
  }

  /**
   * Creates a file of zeros, and maps it to be read and written. The disk reserves the room, so
   * that no later write fails for lack of it. It is not in the space yet.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is such a file
   * @throws IOException if the disk has no room, or the system cannot map it; there is no file then
   */
  public MappedFile create(Path path, long length) throws IOException {
    requireLength(path, length);
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      boolean done = false;
      try {
        allocate(path, channel, 0, length, "there is no file now");
        MappedFile file = open(path, Access.READ_WRITE, 0, length);
        done = true;
        return file;
      } finally {
        if (!done) {
          Files.deleteIfExists(path);
        }
      }
    }
  }

  /**
   * Lengthens a file by zeros, and maps it whole to be read and written; the disk reserves the
   * room. Existing mappings of the file go on, and have the same bytes. It is not in the space yet:
   * {@link #replace} puts it in the place of the shorter one.
   *
   * @throws IOException if the disk has no room, or the system cannot map it; the file then is as
   *     long as before
   * @throws IllegalArgumentException if the file is already longer
   */
  public MappedFile extend(Path path, long length) throws IOException {
    requireLength(path, length);
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      long before = channel.size();
      if (length < before) {
        throw new IllegalArgumentException(
            path + " is " + before + " bytes long, and extending never cuts: got " + length);
      }
      boolean done = false;
      try {
        if (length > before) {
          allocate(path, channel, before, length, "it is " + before + " bytes long, as before");
        }
        MappedFile file = open(path, Access.READ_WRITE, 0, length);
        done = true;
        return file;
      } finally {
        if (!done) {
          channel.truncate(before);
        }
      }
    }
  }

  private static void requireLength(Path path, long length) {
    if (length <= 0) {
      throw new IllegalArgumentException(
          path + " needs at least 1 byte to be mapped, got a length of " + length);
    }
  }

  private void allocate(Path path, FileChannel channel, long from, long to, String afterwards)
      throws IOException {
    try {
      mapper.allocate(path, channel, from, to);
    } catch (IOException e) {
      throw new IOException(
          "the disk has no "
              + (to - from)
              + " more bytes for "
              + path
              + ": "
              + e.getMessage()
              + "; "
              + afterwards,
          e);
    }
  }

  // ---- Changing the space ----

  /**
   * Maps a whole file at an address.
   *
   * @throws IllegalArgumentException if something is mapped there, the range leaves the space, or
   *     other mapped files have opened the file
   */
  public void map(long start, MappedFile file) {
    requireOwn(file);
    space.write(section -> section.map(start, start + file.size(), file));
  }

  /**
   * Replaces everything that is mapped in a range by one file: an index that is mapped anew, a tail
   * that was {@linkplain #extend extended}. A replaced file is unmapped when its last reader has
   * left it, and stays on the disk.
   *
   * @param end the end of the replaced range; the new file may end before or behind it
   * @throws IllegalArgumentException if the new file overlaps an area behind the range
   */
  public Commit replace(long start, long end, MappedFile file) {
    return exchange(start, end, file, false);
  }

  /**
   * Compacts: replaces a run of files by one file, and deletes each old file when its last area is
   * gone and its last reader has left it. Otherwise as {@link #replace}.
   *
   * @throws IllegalArgumentException if the new file overlaps an area behind the range, or is one
   *     of the old ones
   */
  public Commit compact(long start, long end, MappedFile file) {
    return exchange(start, end, file, true);
  }

  /**
   * Unmaps a range, and deletes each file in it when its last area is gone and its last reader has
   * left it.
   *
   * @throws IllegalArgumentException if the range is empty, wraps or leaves the space
   */
  public Commit drop(long start, long end) {
    return exchange(start, end, null, true);
  }

  /** Whether two paths name one file, also through links and other spellings. */
  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) { // one is gone
      return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  /** A section asks for it before it takes a file, however the program came to the section. */
  private long weigh(MappedFile file) {
    requireOwn(file);
    return file.size();
  }

  /** Each set counts the users of its own files, and unmaps a file when it knows no more. */
  private void requireOwn(MappedFile file) {
    if (!file.isOf(this)) {
      throw new IllegalArgumentException(
          file + " was opened by other mapped files: open it by these, too");
    }
  }

  private Commit exchange(long start, long end, @Nullable MappedFile file, boolean delete) {
    if (file != null) {
      requireOwn(file);
    }
    List<Area<MappedFile>> old;
    Commit commit;
    try (WriteSection<MappedFile> section = space.write()) {
      old = section.unmap(start, end);
      if (delete && file != null) {
        for (Area<MappedFile> area : old) {
          Path one = area.attachment().path();
          if (isSame(one, file.path())) {
            throw new IllegalArgumentException(
                "compaction deletes " + one + ", which is the new file, too: use replace");
          }
        }
      }
      if (file != null) {
        section.map(start, start + file.size(), file);
      }
      commit = section.commit();
    }
    if (delete) {
      old.forEach(area -> deleteWhenUnmapped(area.attachment()));
    }
    return commit;
  }

  /** The commit is done, so a file that cannot be deleted is reported as from a release. */
  private static void deleteWhenUnmapped(MappedFile file) {
    try {
      file.deleteWhenUnmapped();
    } catch (UncheckedIOException e) {
      LOGGER.log(Level.WARNING, "the file of a commit " + e.getMessage(), e);
    }
  }

  // ---- All files of a range ----

  /**
   * Writes the changes in a range to the disk, and returns when they are there. Holds each file
   * meanwhile, which stops no other thread.
   *
   * @throws java.io.UncheckedIOException if the disk says no
   */
  public void force(long start, long end) {
    space.forEach(
        start,
        end,
        hold -> {
          long from = max(start, hold.start());
          hold.attachment().forceAt(hold.offset(from), min(end, hold.end()) - from);
        });
  }

  /**
   * Tells the system how a range will be used.
   *
   * @return whether the backing can do so
   */
  public boolean advise(long start, long end, Advice advice) {
    Objects.requireNonNull(advice, "advice");
    List<Boolean> taken = new ArrayList<>();
    space.forEach(
        start,
        end,
        hold -> {
          long from = max(start, hold.start());
          long length = min(end, hold.end()) - from;
          taken.add(hold.attachment().mapping().advise(hold.offset(from), length, advice));
        });
    return !taken.contains(false);
  }

  private static long max(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? b : a;
  }

  private static long min(long a, long b) {
    return Long.compareUnsigned(a, b) < 0 ? a : b;
  }

  // ---- Mapped files ----

  /**
   * The number of files that are mapped into memory: in the space, retired, or opened and not
   * closed.
   */
  public int mappedFiles() {
    synchronized (mapped) {
      return mapped.size();
    }
  }

  /** The number of mappings that the system has for the files: their lines in /proc/self/maps. */
  public int mappings() {
    synchronized (mapped) {
      int sum = 0;
      for (MappedFile file : mapped) {
        sum += file.mapping().mappings();
      }
      return sum;
    }
  }

  /**
   * Unmaps all files of the space, each when its last reader has left it, and waits for no reader.
   * Nothing can be mapped in the space any more.
   */
  @Override
  public void close() {
    space.close();
  }

  /**
   * Closes as {@link #close()} does, then waits until no file is mapped into memory.
   *
   * @throws io.vmalock.space.ReadersInsideException if readers are inside when the time is over
   * @throws IllegalStateException if files are opened and not closed then: the message says which
   * @throws InterruptedException if the thread was or is interrupted while it waits
   */
  public void close(Duration timeout) throws InterruptedException {
    long start = System.nanoTime();
    space.close(timeout);
    synchronized (mapped) {
      while (!mapped.isEmpty()) {
        long left = millis(timeout) - (System.nanoTime() - start) / 1_000_000;
        if (left <= 0) {
          throw new IllegalStateException(
              "closed, and after "
                  + timeout
                  + " files are mapped that were opened and not closed: "
                  + mapped);
        }
        waiting++;
        try {
          mapped.wait(left); // woken by unmapped()
        } finally {
          waiting--;
        }
      }
    }
  }

  /** The milliseconds of a duration, or the most that a long can hold. */
  private static long millis(Duration time) {
    try {
      return time.toMillis();
    } catch (ArithmeticException e) {
      return time.isNegative() ? 0 : Long.MAX_VALUE;
    }
  }

  /** The space, and how files are mapped. */
  @Override
  public String toString() {
    return mappedFiles() + " mapped files with the backing " + backing + ", in a " + space;
  }

  // ---- For files ----

  Mapper mapper() {
    return mapper;
  }

  void aboutToUnmap(MappedFile file) {
    if (beforeUnmap != null) {
      try {
        beforeUnmap.accept(file);
      } catch (RuntimeException | Error e) { // unmapped all the same
        LOGGER.log(Level.WARNING, "what is to come before unmapping " + file + " threw", e);
      }
    }
  }

  void unmapped(MappedFile file) {
    ProcessMappings.remove(file.mapping().mappings());
    synchronized (mapped) {
      mapped.remove(file);
      if (waiting > 0) {
        mapped.notifyAll(); // wakes close()
      }
    }
  }

  /** The settings of mapped files. Each has its default until it is set. */
  public static final class Builder {
    private @Nullable Backing backing;
    private boolean checked = checkedByDefault();
    private ByteOrder order = ByteOrder.BIG_ENDIAN;
    private UnaryOperator<AddressSpace.Builder<MappedFile>> settings = UnaryOperator.identity();
    private @Nullable Consumer<? super MappedFile> beforeUnmap;

    private Builder() {}

    /** The system property decides, or else whether assertions are on, as in tests. */
    private static boolean checkedByDefault() {
      String value = System.getProperty("vmalock.files.checked", "").trim();
      if (!value.isEmpty() && !value.equals("true") && !value.equals("false")) {
        throw new IllegalArgumentException(
            "the system property vmalock.files.checked is true or false, got \"" + value + "\"");
      }
      return value.isEmpty() ? MappedFiles.class.desiredAssertionStatus() : value.equals("true");
    }

    /**
     * Sets how files are mapped; by default, {@link Backing#best}.
     *
     * @throws UnsupportedOperationException from {@link #build}, if this JVM cannot
     */
    public Builder backing(Backing backing) {
      this.backing = Objects.requireNonNull(backing, "backing");
      return this;
    }

    /**
     * Sets whether using a {@linkplain FileHold#slice slice} after its hold throws. By default the
     * system property {@code vmalock.files.checked} decides, or else whether assertions are
     * enabled, as in test runners.
     *
     * <p>The price with {@link Backing#MUNMAP} is a confined arena for each hold with slices; the
     * thread that took the slices must end the hold. With {@link Backing#BUFFERS}, each slice is a
     * copy. With these two no view made of a slice can crash the JVM. With {@link Backing#ARENA} a
     * duplicate of a slice can be read until its file is unmapped, and throws then.
     */
    public Builder checked(boolean checked) {
      this.checked = checked;
      return this;
    }

    /** Sets the byte order of shorts, ints, longs and slices; by default, big-endian. */
    public Builder order(ByteOrder order) {
      this.order = Objects.requireNonNull(order, "order");
      return this;
    }

    /**
     * Applies other settings to the space's builder, such as the strategy. This class sets the
     * release. A file weighs its bytes.
     */
    public Builder space(UnaryOperator<AddressSpace.Builder<MappedFile>> settings) {
      this.settings = Objects.requireNonNull(settings, "settings");
      return this;
    }

    /**
     * Sets a function that is called for each file when no hold is inside any more, right before
     * the file is unmapped. It may use the file until it returns. Its exceptions are logged.
     */
    public Builder beforeUnmap(Consumer<? super MappedFile> beforeUnmap) {
      this.beforeUnmap = Objects.requireNonNull(beforeUnmap, "beforeUnmap");
      return this;
    }

    /**
     * Creates an empty set of files.
     *
     * @throws UnsupportedOperationException if this JVM does not have the backing
     */
    public MappedFiles build() {
      return new MappedFiles(this);
    }
  }
}
