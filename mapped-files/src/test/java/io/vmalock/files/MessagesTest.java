package io.vmalock.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of messages in docs/mapped-files.md is what a program sees: each is provoked here, and
 * has its row there, word for word. Folders are {@code dir} there. If they differ, the failure
 * shows the table as it should be.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MessagesTest {
  private static final String BEGIN = "<!-- messages -->\n";
  private static final String END = "<!-- end of messages -->";
  private static final Path PAGE = Path.of("../docs/mapped-files.md");
  private static final Duration LONG = Duration.ofSeconds(30);

  @TempDir private Path folder = Path.of("");
  private final Map<String, String> rows = new LinkedHashMap<>();

  private void see(String what, ThrowingCallable call) {
    Throwable thrown = catchThrowable(call);
    assertThat(thrown).as(what).isNotNull();
    see(what, thrown);
  }

  private void see(String what, Throwable thrown) {
    Throwable one = thrown instanceof UncheckedIOException ? thrown.getCause() : thrown;
    String message = one.getMessage();
    see(what, thrown.getClass(), message == null ? "no message" : message);
  }

  private void see(String what, Class<?> thrown, String message) {
    String text = message.replace(folder.toString(), "dir").replace("|", "\\|");
    assertThat(rows.put(what, "`" + thrown.getSimpleName() + "`: " + text)).isNull();
  }

  private Path file(String name, int bytes) throws IOException {
    return Files.write(folder.resolve(name), new byte[bytes]);
  }

  @Test
  void thePageHasWhatIsSaid() throws Exception {
    MappedFiles files = MappedFiles.builder().backing(Backing.BUFFERS).checked(true).build();
    outside(files);
    misuse(files);
    files.close(LONG);
    ending();
    StringBuilder table =
        new StringBuilder("\n| what happens | what a program sees |\n|---|---|\n");
    rows.forEach((what, message) -> table.append(what(what, message)));
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    assertThat(begin).isPositive();
    assertThat(page.substring(begin + BEGIN.length(), end)).isEqualTo(table + "\n");
  }

  private static String what(String what, String message) {
    return "| " + what + " | " + message + " |\n";
  }

  /** Faults of the system, its disk and other programs. */
  private void outside(MappedFiles files) throws Exception {
    see("there is no such file", () -> files.open(folder.resolve("a")));
    see("a file is empty", () -> files.open(file("empty", 0)));
    see(
        "it is too short for the part",
        () -> files.open(file("short", 100), Access.READ_ONLY, 64, 64));
    see("it is there already", () -> files.create(file("a", 4096), 4096));
    see("it would have to be cut", () -> files.extend(folder.resolve("a"), 100));
    cutShort();
    tooMany(files);
    fullDisk(files);
  }

  /** In a JVM of its own, as the error may come late, wherever that then is. */
  private void cutShort() throws Exception {
    ChildJvm.Ended ended =
        ChildJvm.run(
            BadCasesTest.CutShort.class,
            List.of(),
            List.of(Backing.BUFFERS.name(), folder.resolve("cut").toString()));
    String said =
        ended
            .output()
            .lines()
            .filter(line -> line.startsWith("the system could not"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(ended.output()));
    see("it is cut short by others, and read there", UncheckedIOException.class, said);
  }

  private void tooMany(MappedFiles files) {
    System.setProperty(ProcessMappings.PROPERTY, "0");
    try {
      Throwable thrown = catchThrowable(() -> files.open(folder.resolve("a")));
      // The numbers of a usual system, whatever there is here.
      String message =
          String.valueOf(thrown.getMessage())
              .replaceFirst("has \\d+ mappings", "has 61435 mappings")
              .replaceFirst(
                  "may have 0( where vm.max_map_count is \\d+)?",
                  "may have 61435 where vm.max_map_count is 65530");
      see("there are too many mappings", IOException.class, message);
    } finally {
      System.clearProperty(ProcessMappings.PROPERTY);
    }
  }

  /** By a limit on this process's files where it may set none on a disk: the words are the same. */
  private void fullDisk(MappedFiles files) throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=1m", "vmalock-test", disk.toString()) == 0;
    if (!mounted) {
      String there = Files.readString(PAGE);
      for (String what : new String[] {"the disk is full: create", "the disk is full: extend"}) {
        int at = there.indexOf("| " + what + " | ");
        int from = at + what.length() + 5;
        rows.put(what, there.substring(from, there.indexOf(" |\n", from)));
      }
      return;
    }
    try {
      see("the disk is full: create", () -> files.create(disk.resolve("new"), 2_000_000));
      files.create(disk.resolve("log"), 600_000).close();
      see("the disk is full: extend", () -> files.extend(disk.resolve("log"), 2_000_000));
      while (files.mappings() > 0) {
        Thread.sleep(1);
      }
    } finally {
      run("umount", disk.toString());
    }
  }

  private static int run(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1; // no such command
    }
  }

  /** Faults of the program itself. */
  private void misuse(MappedFiles files) throws Exception {
    MappedFile file = files.open(folder.resolve("a"));
    files.map(0, file);
    FileHold hold = files.hold();
    see("nothing is mapped at an address", () -> hold.getLong(8192));
    see("a value begins in a file and ends in nothing", () -> hold.getLong(4092));
    see("a write to a file that is mapped read-only", () -> hold.putLong(0, 1));
    see("something is mapped there already", () -> files.map(2048, file));
    see("a file of a compaction is the new one, too", () -> files.compact(0, 4096, file));
    see("other mapped files have opened it", () -> MappedFiles.create().map(8192, file));
    see("a slice outside a hold", () -> hold.slice(0, 8));
    hold.startRead(0);
    see("a hold is started twice", () -> hold.startRead(0));
    see("bytes outside the held file", () -> hold.getLong(4092));
    ByteBuffer slice = hold.slice(0, 8);
    hold.endRead();
    see("a checked slice is used after its hold", () -> slice.getLong(0));
    see("a hold is ended twice", hold::endRead);
    see("an offset outside a file", () -> file.getLong(4092));
    file.close();
    see("a file is used by the code that closed it", () -> file.getLong(0));
  }

  /** Leftovers at the end. */
  private void ending() throws Exception {
    MappedFiles files = MappedFiles.builder().backing(Backing.BUFFERS).build();
    MappedFile open = files.open(folder.resolve("a"));
    see("a file is not closed when all is", () -> files.close(Duration.ofMillis(1)));
    see("the space is closed, and a file is mapped", () -> files.map(0, open));
    open.close();
    files.close(LONG);
    MappedFiles held = MappedFiles.builder().backing(Backing.BUFFERS).build();
    try (MappedFile file = held.open(folder.resolve("a"))) {
      held.map(0, file);
    }
    FileHold hold = held.hold();
    hold.startRead(0);
    Throwable inside = catchThrowable(() -> held.close(Duration.ofMillis(1)));
    see(
        "a reader is inside when all is to end",
        inside.getClass(),
        inside.getMessage().replaceAll("[0-9.]+ s ago", "0.2 s ago"));
    hold.endRead();
    held.close(LONG);
  }
}
