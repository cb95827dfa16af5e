package io.vmalock.bench.demo;

import io.vmalock.files.FileHold;
import io.vmalock.files.MappedFile;
import io.vmalock.files.MappedFiles;
import io.vmalock.space.Commit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Files in an address space. */
final class VmalockFiles implements DemoStore {
  private final MappedFiles files = MappedFiles.builder().checked(false).build();
  private long untilUnmapped = -1;

  @Override
  public Reader reader() {
    FileHold hold = files.hold();
    return (file, offset) -> {
      long address = (long) file * BYTES + offset;
      if (!hold.startRead(address)) {
        throw new IllegalStateException("nothing is mapped at " + address);
      }
      try {
        ByteBuffer record = hold.slice(address, RECORD);
        long number = record.getLong(0);
        for (int i = Long.BYTES; i < RECORD; i += Long.BYTES) {
          DemoStore.same(number, record.getLong(i));
        }
        return number;
      } finally {
        hold.endRead();
      }
    };
  }

  @Override
  public long replace(int file, Path path, long number) throws IOException, InterruptedException {
    long start = (long) file * BYTES;
    Commit done;
    long began;
    long waited;
    try (MappedFile next = files.create(path, BYTES)) {
      for (int i = 0; i < BYTES; i += Long.BYTES) {
        next.putLong(i, number);
      }
      began = System.nanoTime();
      done = files.compact(start, start + BYTES, next);
      waited = System.nanoTime() - began;
    }
    done.await();
    untilUnmapped = System.nanoTime() - began;
    return waited;
  }

  @Override
  public long untilUnmapped() {
    return untilUnmapped;
  }

  @Override
  public String way() {
    return "vmalock, " + files.backing() + ", " + files.space().strategy().name();
  }
}
