package io.vmalock.space;

import io.vmalock.Capability;
import io.vmalock.Limits;
import io.vmalock.Mm;
import io.vmalock.Vma;
import io.vmalock.VmaLockStrategy;
import io.vmalock.selection.Strategies;
import io.vmalock.space.index.AreaIndex;
import io.vmalock.space.index.Ranges;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Areas of addresses that are mapped and unmapped under their readers: each can be read on its own,
 * and a reader inside an area keeps it mapped and as it is.
 *
 * <p>Addresses are unsigned 64-bit numbers; each area {@code [start, end)} has an attachment.
 * Whoever changes the space does so on a {@link WriteSection}; what a section did becomes visible
 * as a whole, when it ends. Readers find an area without a lock, hold it by the {@link
 * VmaLockStrategy} that the space was made with, and wait for the mmap lock only where they meet a
 * writer.
 *
 * <pre>{@code
 * AddressSpace<Segment> space = AddressSpace.create();
 * try (WriteSection<Segment> section = space.write()) {
 *   section.map(0x1000, 0x3000, segment);
 * }
 * Integer n = space.read(0x1234, hold -> hold.attachment().get(0x1234 - hold.start()));
 * }</pre>
 *
 * <p>All methods are thread-safe. A thread that is inside a hold or a {@link ReadSection} must not
 * wait for the space, nor for a thread that does: neither open a section nor begin another read
 * that may fall back (rule P7), since a writer that waits for its hold keeps both out, for ever. It
 * may use {@link Hold#tryRead}, or end its hold first. {@link Builder#checkHolds} finds who does
 * not keep to this.
 *
 * @param <A> what areas stand for; not null
 */
public final class AddressSpace<A> implements AutoCloseable {
  /** How often one read looks up again after DETACHED before it falls back. */
  static final int MOST_LOOK_UPS = 8;

  private static final int MOST_SPECULATIONS = 3;
  private static final VarHandle INDEX;

  static {
    try {
      INDEX = MethodHandles.lookup().findVarHandle(AddressSpace.class, "index", AreaIndex.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final VmaLockStrategy strategy;
  private final Mm mm;
  private final Builder<A> settings;
  private final @Nullable Counters counters;

  /** How many holds and read sections each thread has; null where nobody checks. */
  private final @Nullable ThreadLocal<AtomicInteger> holds;

  @SuppressWarnings("UnusedVariable") // through INDEX
  private AreaIndex index = AreaIndex.EMPTY;

  /** Written and read by sections only. */
  private boolean closed;

  private AddressSpace(Builder<A> settings) {
    VmaLockStrategy chosen = settings.strategy;
    this.strategy = chosen == null ? Strategies.choose() : chosen;
    this.settings = settings.strategy(strategy); // so that a fork does not choose again
    this.mm = strategy.newMm(settings.limits);
    this.counters = settings.counters ? new Counters() : null;
    this.holds = settings.checkHolds ? ThreadLocal.withInitial(AtomicInteger::new) : null;
  }

  /** An empty space with the strategy that {@link Strategies#choose} finds. */
  public static <A> AddressSpace<A> create() {
    return AddressSpace.<A>builder().build();
  }

  /** An empty space with the given strategy. */
  public static <A> AddressSpace<A> create(VmaLockStrategy strategy) {
    return AddressSpace.<A>builder().strategy(strategy).build();
  }

  /** For a space with other settings than the usual ones. */
  public static <A> Builder<A> builder() {
    return new Builder<>();
  }

  /** The strategy by which areas are held. */
  public VmaLockStrategy strategy() {
    return strategy;
  }

  // ---- Reading ----

  /** A hold that is not in use, for reading without further allocation. */
  public Hold<A> hold() {
    return new Hold<>(this);
  }

  /**
   * Reads the area that contains {@code address}, inside a hold that ends when the reader returns
   * or throws, if the reader does not end it before. Waits as {@link Hold#startRead} does.
   *
   * @return what the reader returned; null if no area contains the address
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  public <R> @Nullable R read(long address, Function<? super Hold<A>, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    try (Hold<A> hold = new Hold<>(this)) {
      return hold.startRead(address) ? reader.apply(hold) : null;
    }
  }

  /** Reads as {@link #read} does if that needs no waiting; may be used inside a hold. */
  public <R> Attempt<R> tryRead(long address, Function<? super Hold<A>, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    try (Hold<A> hold = new Hold<>(this)) {
      Outcome outcome = hold.tryStartRead(address);
      return new Attempt<>(outcome, outcome == Outcome.HELD ? reader.apply(hold) : null);
    }
  }

  /**
   * Reads an attachment without keeping writers out: the reader runs while the area may change, and
   * what it returns or throws counts only if the area did not (rule O1); else the area is read
   * again, inside a hold. So the reader runs more than once, must bear any mix of old and new
   * values, and must not use what the attachment guards (memory that is unmapped, say) in a way
   * that could not be undone.
   *
   * <p>Uses the strategy's {@link Capability#OPTIMISTIC_READ}, or else speculation over the whole
   * space.
   *
   * @return what the reader returned; null if no area contains the address
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  public <R> @Nullable R readOptimistically(long address, Function<? super A, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    checkMayWait();
    boolean perVma = strategy.capabilities().contains(Capability.OPTIMISTIC_READ);
    long speculation = perVma ? 0 : mm.speculate();
    Vma vma = index().find(address);
    if (vma == null) {
      count(Event.MISS);
      return null;
    }
    long stamp = perVma ? strategy.startOptimistic(mm, vma) : ~speculation & 1;
    if (stamp > 0) {
      try {
        R result = reader.apply(TreeView.<A>attachment(vma));
        if (perVma ? strategy.validate(mm, vma, stamp) : mm.validate(speculation)) {
          return result;
        }
      } catch (Throwable e) { // an error too: a mix of values may break an assertion
        if (perVma ? strategy.validate(mm, vma, stamp) : mm.validate(speculation)) {
          throw e;
        }
      }
    }
    return read(address, hold -> reader.apply(hold.attachment()));
  }

  /**
   * Reads the space as a whole without any lock: the reader runs while sections may come between,
   * and what it returns or throws counts only if none did (rule A4). After a few tries it runs with
   * the mmap lock held for reading. It must bear inconsistent attachments, and must neither use the
   * space nor keep the view.
   *
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  public <R> R speculate(Function<? super AreaView<A>, ? extends R> reader) {
    Objects.requireNonNull(reader, "reader");
    checkMayWait();
    for (int i = 0; i < MOST_SPECULATIONS; i++) {
      long speculation = mm.speculate();
      if ((speculation & 1) != 0) {
        continue;
      }
      try {
        R result = reader.apply(new TreeView<>(index()));
        if (mm.validate(speculation)) {
          return result;
        }
      } catch (Throwable e) {
        if (mm.validate(speculation)) {
          throw e;
        }
      }
      count(Event.RETRY);
    }
    count(Event.FALLBACK);
    try (ReadSection<A> section = readLocked()) {
      return reader.apply(section);
    }
  }

  /**
   * Visits all areas in the order of their addresses, each inside a hold, while the space may
   * change: an area that is there all the time is visited, and two areas that are visited in a row
   * had nothing between them (A3). An area that has meanwhile taken in addresses visited before, by
   * growing or by a merge, is visited whole.
   *
   * <p>A visitor that is to change the space ends its hold first.
   *
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  public void forEach(Consumer<? super Hold<A>> visitor) {
    Objects.requireNonNull(visitor, "visitor");
    try (Hold<A> hold = hold()) {
      for (long address = 0; hold.startReadAtOrAfter(address); hold.close()) {
        address = hold.end();
        visitor.accept(hold);
      }
    }
  }

  /**
   * Holds the mmap lock for reading: nothing changes until the section is closed. For what needs
   * many areas at once; it keeps writers out, and waits for them.
   *
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  public ReadSection<A> readLocked() {
    checkMayWait();
    mm.readLock();
    return new ReadSection<>(this);
  }

  // ---- Writing ----

  /**
   * Opens a write section: waits, uninterruptibly, until this thread alone holds the mmap lock.
   *
   * @throws IllegalStateException if the space is closed; if it checks holds, also if the thread is
   *     inside one (P7)
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   */
  public WriteSection<A> write() {
    checkMayWait();
    mm.writeLock();
    return opened();
  }

  /**
   * Opens a write section, or gives up when interrupted.
   *
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   * @throws IllegalStateException as {@link #write} does
   */
  public WriteSection<A> writeInterruptibly() throws InterruptedException {
    checkMayWait();
    mm.writeLockInterruptibly();
    return opened();
  }

  /**
   * Opens a write section if the mmap lock can be had in time.
   *
   * @param timeout the longest to wait; zero or less asks once
   * @return the section; null if the time is over
   * @throws InterruptedException if the thread was or is interrupted; nothing is held then
   * @throws IllegalStateException as {@link #write} does
   */
  public @Nullable WriteSection<A> tryWrite(Duration timeout) throws InterruptedException {
    checkMayWait();
    return mm.tryWriteLock(nanos(timeout)) ? opened() : null;
  }

  private WriteSection<A> opened() {
    if (closed) {
      mm.writeUnlock();
      throw new IllegalStateException("the space is closed: nothing can be mapped any more");
    }
    return new WriteSection<>(this, settings.attachments);
  }

  /**
   * Detaches every area: refuses new readers, waits for those inside, and leaves the space empty
   * for good. Late readers find nothing. Closing a closed space does nothing.
   *
   * <p>To get at the attachments, unmap everything in a section first.
   *
   * @throws IllegalMonitorStateException if this thread has a section of this space open
   * @throws IllegalStateException if the space checks holds and the thread is inside one (P7)
   */
  @Override
  public void close() {
    closeWithin(null);
  }

  /**
   * Closes the space as {@link #close()} does if its readers leave in time.
   *
   * @param timeout the longest to wait for the readers; the mmap lock is waited for without bound
   * @throws ReadersInsideException if readers were inside when the time was over, or the thread was
   *     or is interrupted; the space is as it was
   * @throws UnsupportedOperationException where the strategy cannot cut a wait short
   */
  public void close(Duration timeout) {
    closeWithin(Objects.requireNonNull(timeout, "timeout"));
  }

  private void closeWithin(@Nullable Duration timeout) {
    checkMayWait();
    mm.writeLock();
    if (closed) {
      mm.writeUnlock();
      return;
    }
    try (WriteSection<A> section = new WriteSection<>(this, settings.attachments)) {
      if (timeout != null) {
        section.waitAtMost(timeout);
      }
      section.detachAll();
      closed = true;
    }
  }

  // ---- Counting ----

  /**
   * What has happened since the space was made.
   *
   * @throws IllegalStateException if the space was built without {@link Builder#counters}
   */
  public Counts counts() {
    if (counters == null) {
      throw new IllegalStateException(
          "the space does not count: build it with AddressSpace.builder().counters(true)");
    }
    return counters.counts();
  }

  // ---- For holds and sections ----

  Mm mm() {
    return mm;
  }

  Builder<A> settings() {
    return settings;
  }

  @Nullable Counters counters() {
    return counters;
  }

  /** Acquire: pairs with the release of {@link #publish}; see {@link AreaIndex}. */
  AreaIndex index() {
    return (AreaIndex) INDEX.getAcquire(this);
  }

  /** Shows a section's changes; called before the section ends. */
  void publish(AreaIndex changed) {
    INDEX.setRelease(this, changed);
  }

  void count(Event event) {
    if (counters != null) {
      counters.count(event);
    }
  }

  /** Counts this thread in where holds are checked; who leaves takes one off the answer. */
  @Nullable AtomicInteger enter() {
    if (holds == null) {
      return null;
    }
    AtomicInteger count = holds.get();
    count.incrementAndGet();
    return count;
  }

  void checkMayWait() {
    if (holds != null && holds.get().get() > 0) {
      throw new IllegalStateException(
          "thread "
              + Thread.currentThread().getName()
              + " is inside a hold or a read section of this space and must not wait for it: a"
              + " writer that waits for it to end would wait for ever; use Hold.tryRead, or end it"
              + " first (P7)");
    }
  }

  static long nanos(Duration timeout) {
    try {
      return timeout.toNanos();
    } catch (ArithmeticException e) {
      return timeout.isNegative() ? 0 : Long.MAX_VALUE; // beyond 292 years
    }
  }

  /** How a space is to be. Each setting has the usual value until it is set. */
  public static final class Builder<A> {
    private @Nullable VmaLockStrategy strategy;
    private Limits limits = Limits.DEFAULT;
    private Attachments<A> attachments = new Attachments<>() {};
    private long low = 0;
    private long high = -1;
    private boolean counters;
    private boolean checkHolds = Boolean.getBoolean("vmalock.checkHolds");

    private Builder() {}

    /** Which strategy; as it stands, the one that {@link Strategies#choose} finds. */
    public Builder<A> strategy(VmaLockStrategy strategy) {
      this.strategy = Objects.requireNonNull(strategy, "strategy");
      return this;
    }

    /** Which limits the space's mm has; as it stands, {@link Limits#DEFAULT}. */
    public Builder<A> limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits, "limits");
      return this;
    }

    /** What becomes of attachments when areas are split, merged and copied. */
    public Builder<A> attachments(Attachments<A> attachments) {
      this.attachments = Objects.requireNonNull(attachments, "attachments");
      return this;
    }

    /**
     * Which addresses can be mapped; as it stands, all but the very last, {@code [0, 2^64 - 1)}.
     *
     * @throws IllegalArgumentException if the range is empty or wraps
     */
    public Builder<A> range(long low, long high) {
      Ranges.check(low, high, 0, -1);
      this.low = low;
      this.high = high;
      return this;
    }

    /** Whether to count what happens, for {@link AddressSpace#counts}; as it stands, no. */
    public Builder<A> counters(boolean counters) {
      this.counters = counters;
      return this;
    }

    /**
     * Whether to find threads that wait for the space inside a hold or a read section (rule P7), at
     * the price of a thread-local for each; as it stands, only if the system property {@code
     * vmalock.checkHolds} is true. Until it ends, a hold counts for the thread that started it,
     * even if it is handed to another.
     */
    public Builder<A> checkHolds(boolean checkHolds) {
      this.checkHolds = checkHolds;
      return this;
    }

    /** The space, empty. */
    public AddressSpace<A> build() {
      return new AddressSpace<>(copy());
    }

    long low() {
      return low;
    }

    long high() {
      return high;
    }

    /** These settings, out of reach of later changes. */
    Builder<A> copy() {
      Builder<A> copy = new Builder<>();
      copy.strategy = strategy;
      copy.limits = limits;
      copy.attachments = attachments;
      copy.low = low;
      copy.high = high;
      copy.counters = counters;
      copy.checkHolds = checkHolds;
      return copy;
    }
  }
}
