package io.vmalock.bench.scenario;

import io.vmalock.Limits;
import io.vmalock.space.AddressSpace;
import io.vmalock.space.Attachments;
import io.vmalock.space.Hold;
import io.vmalock.space.WriteSection;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Files as the areas of a space of the subject. */
final class SpaceFiles implements FileStore {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final AddressSpace<MappedFile> space;
  private final Hold<MappedFile> hold;
  private final boolean writeHolds;

  /**
   * Makes them.
   *
   * @param readers the most readers of a file
   * @param writeHolds whether a file is replaced in the kernel's form, which waits for its readers
   *     with the mmap lock held
   */
  SpaceFiles(int size, int readers, boolean writeHolds) {
    this.writeHolds = writeHolds;
    space =
        AddressSpace.<MappedFile>builder()
            .strategy(ThisJvm.STRATEGY)
            .limits(new Limits(0, readers))
            .attachments(Attachments.whole())
            .release(MappedFile::release)
            .build();
    space.write(
        section -> {
          for (int i = 0; i < size; i++) {
            section.map(start(i), start(i + 1), MappedFile.create());
          }
        });
    hold = space.hold();
  }

  private static long start(int file) {
    return (long) file * MappedFile.BYTES;
  }

  @Override
  public long read(int file) {
    enter(hold, file);
    try {
      return hold.attachment().read(0);
    } finally {
      hold.endRead();
    }
  }

  @Override
  public long stay(int file, CountDownLatch inside, long nanos) {
    Hold<MappedFile> own = space.hold();
    enter(own, file);
    try {
      inside.countDown();
      return own.attachment().readSlowly(nanos);
    } finally {
      own.endRead();
    }
  }

  private static void enter(Hold<MappedFile> hold, int file) {
    if (!hold.startRead(start(file))) {
      throw new IllegalStateException("not mapped: file " + file);
    }
  }

  @Override
  public void replace(int file, MappedFile next) {
    try (WriteSection<MappedFile> section = space.write()) {
      if (writeHolds) {
        section.writeHold(start(file), start(file + 1));
      }
      section.setAttachment(start(file), next);
      section.commit();
    }
  }

  @Override
  public void close() {
    try {
      space.close(LONGEST_CLOSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
