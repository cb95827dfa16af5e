package io.vmalock.bench.scenario.files;

import io.vmalock.bench.scenario.ThisJvm;
import java.lang.reflect.InvocationTargetException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The other ways of programs to unmap files under their readers: a column each. */
public enum Peer {
  /** An arena for each file, closed by the writer that replaces it. */
  SHARED_ARENA(
      "shared-arena",
      "a shared arena for each file; who read it meanwhile gets an exception, and tries again",
      "Lucene's MMapDirectory, with no grouping"),
  /** An arena for many files. */
  GROUPED_ARENA(
      "grouped-arena",
      "a shared arena for each 16 files in turn, closed when the last of them is replaced",
      "Lucene's MMapDirectory, which groups by segment"),
  /** Arenas that the collector closes. */
  AUTO_ARENA(
      "auto-arena",
      "Arena.ofAuto for each file: unmapped when the collector comes to it",
      "the Javadoc of Arena"),
  /** A count, and a binary search. */
  COUNT_ARRAY(
      "count-array",
      "a reference count for each file, found by binary search in an array that changes copy",
      "RocketMQ's ReferenceResource, for files of any length",
      CountedFiles::inSortedArray),
  /** A count, and a division. */
  COUNT_DIVISION(
      "count-division",
      "the same, found by division, as all files have one length",
      "RocketMQ's ReferenceResource and MappedFileQueue",
      CountedFiles::byDivision),
  /** A count, and a skip list. */
  COUNT_SKIP_LIST(
      "count-skip-list",
      "the same, found in a ConcurrentSkipListMap",
      "Kafka's LogSegments, with the counts of Pinot's SegmentDataManager",
      CountedFiles::inSkipList),
  /** A read-write lock for each. */
  RW_LOCK_PER_FILE(
      "rw-lock-per-file",
      "a ReentrantReadWriteLock for each file, found in a ConcurrentSkipListMap",
      "Kafka's LogSegments and AbstractIndex.remapLock",
      RwLockedFiles::new),
  /** A stamped lock for each. */
  STAMPED_PER_FILE(
      "stamped-per-file",
      "a StampedLock for each file, read-locked, found by binary search",
      "the Javadoc of StampedLock",
      StampLockedFiles::new),
  /** One lock. */
  ONE_RW_LOCK(
      "one-rw-lock",
      "one ReentrantReadWriteLock over a TreeMap",
      "the Javadoc of ReentrantReadWriteLock",
      OneLockFiles::new),
  /** Epochs by hand. */
  EPOCHS(
      "epochs",
      "readers say when they came in; a later writer unmaps, when all inside came later",
      "written by hand in the way of crossbeam-epoch",
      EpochFiles::new),
  /** Nothing. */
  NO_PROTECTION(
      "no-protection",
      "nothing; only where no reader could be hurt",
      "what reading costs at the least",
      UnprotectedFiles::new);

  /** The system property that names the peer that this JVM measures. */
  public static final String PROPERTY = "vmalock.bench.peer";

  /** Below {@code META-INF/versions/22} in the jar. */
  private static final String ARENA_FILES = "io.vmalock.bench.scenario.files.ArenaFiles";

  /** From this release on, there are arenas. */
  private static final int ARENAS = 22;

  private final String label;
  private final String meaning;
  private final String source;

  /** Null for peers that need arenas. */
  private final @Nullable Function<Shape, StoredFiles> maker;

  Peer(String label, String meaning, String source) {
    this(label, meaning, source, null);
  }

  Peer(String label, String meaning, String source, @Nullable Function<Shape, StoredFiles> maker) {
    this.label = label;
    this.meaning = meaning;
    this.source = source;
    this.maker = maker;
  }

  /** Its name in tables. */
  public String label() {
    return label;
  }

  /** A description, with the source. */
  public String meaning() {
    return meaning + " (" + source + ")";
  }

  /** Whether a reader is safe when its file is replaced. */
  public boolean protects() {
    return this != NO_PROTECTION;
  }

  /** Whether a file can be unmapped now and by itself. */
  public boolean unmaps() {
    return this != AUTO_ARENA && this != GROUPED_ARENA;
  }

  /**
   * The reason why it cannot be measured on a JDK; null if it can be.
   *
   * @param feature the JDK's release
   */
  public @Nullable String missing(int feature) {
    if (maker != null) {
      return null;
    }
    return feature < ARENAS ? "needs JDK 22 or newer, for its arenas" : notBuilt();
  }

  private static @Nullable String notBuilt() {
    boolean built =
        Peer.class.getResource("/META-INF/versions/22/" + ARENA_FILES.replace('.', '/') + ".class")
            != null;
    return built ? null : "needs a build by JDK 22 or newer, for its arenas";
  }

  /** Files by this JVM's subject: a peer, or the module with a strategy. */
  static StoredFiles files(Shape shape) {
    String name = System.getProperty(PROPERTY);
    if (name == null) {
      return new ModuleFiles(shape, ThisJvm.STRATEGY);
    }
    for (Peer peer : values()) {
      if (peer.label.equals(name)) {
        return peer.make(shape);
      }
    }
    throw new IllegalArgumentException(PROPERTY + ": no peer is named " + name);
  }

  /** Creates files of this peer. */
  StoredFiles make(Shape shape) {
    if (maker != null) {
      return maker.apply(shape);
    }
    try {
      return Class.forName(ARENA_FILES)
          .asSubclass(StoredFiles.class)
          .getDeclaredConstructor(Shape.class, Peer.class)
          .newInstance(shape, this);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(label + " cannot be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new UnsupportedOperationException(
          label + " needs JDK 22 or newer, and a build by one", e);
    }
  }
}
