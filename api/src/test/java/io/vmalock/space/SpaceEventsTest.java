package io.vmalock.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.MonitorStrategy;
import io.vmalock.Vma;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The events of a space in a flight recording; a space needs no module to record them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SpaceEventsTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aRecordingShowsWhatHappened() throws Exception {
    Path file = folder.resolve("space.jfr");
    try (Recording recording = new Recording()) {
      for (String name : List.of("Section", "ReaderWait", "Fallback", "Release", "Leak")) {
        recording.enable("io.vmalock." + name);
      }
      recording.start();
      exercise();
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);

    List<RecordedEvent> sections = named(events, "Section");
    assertThat(sections).extracting(e -> e.getBoolean("committed")).contains(true, false);
    RecordedEvent replaced = sections.get(1);
    assertThat(replaced.getBoolean("committed")).isTrue();
    assertThat(replaced.getInt("came")).isEqualTo(1);
    assertThat(replaced.getInt("went")).isEqualTo(1);
    assertThat(replaced.getDuration("open")).isPositive();
    assertThat(replaced.getDuration("waited")).isEqualTo(Duration.ZERO);

    RecordedEvent release = named(events, "Release").get(0);
    assertThat(release.getLong("start")).isEqualTo(0x1000);
    assertThat(release.getLong("end")).isEqualTo(0x2000);
    assertThat(release.getDuration("age")).isPositive();

    RecordedEvent wait = named(events, "ReaderWait").get(0);
    assertThat(wait.getInt("areas")).isEqualTo(1);
    assertThat(wait.getInt("space")).isEqualTo(replaced.getInt("space"));

    assertThat(named(events, "Fallback").get(0).getLong("address")).isEqualTo(0x1234);

    RecordedEvent leak = named(events, "Leak").get(0);
    assertThat(leak.getLong("start")).isEqualTo(0x5000);
    assertThat(leak.getString("holder")).contains("forgetful");
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    List<RecordedEvent> found =
        events.stream()
            .filter(event -> event.getEventType().getName().equals("io.vmalock." + name))
            .toList();
    assertThat(found).as(name).isNotEmpty();
    return found;
  }

  /** Something of each. */
  private static void exercise() throws InterruptedException {
    AddressSpace<String> space =
        AddressSpace.<String>builder()
            .strategy(new MonitorStrategy())
            .tracking(Tracking.ALL)
            .release(word -> {})
            .build();
    space.write(section -> section.map(0x1000, 0x2000, "a"));
    space.write(section -> section.setAttachment(0x1000, "b")).await();
    try (WriteSection<String> section = space.write()) {
      section.map(0x3000, 0x4000, "c");
    }
    space.write(section -> section.writeHold(0x1000, 0x2000));

    // A reader that meets a write-hold, and by its end at the latest has fallen back.
    WriteSection<String> holding = space.write();
    holding.writeHold(0x1000, 0x2000);
    Thread reader = new Thread(() -> space.visit(0x1234, hold -> {}), "reader");
    reader.start();
    while (reader.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    holding.close();
    reader.join();

    space.write(section -> section.map(0x5000, 0x6000, "d"));
    Thread forgetful = new Thread(() -> space.hold().startRead(0x5000), "forgetful");
    forgetful.start();
    forgetful.join();
    space.describe(); // looks who has died
  }

  /** Runs in a JVM that has no module but java.base. */
  static final class WithoutModules {
    private WithoutModules() {}

    public static void main(String[] args) throws Exception {
      if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
        throw new AssertionError("jdk.jfr is there");
      }
      exercise();
      System.out.print("done");
    }
  }

  @Test
  void withoutTheModuleAllElseWorks() throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules",
                "java.base",
                "-cp",
                place(Vma.class) + File.pathSeparator + place(MonitorStrategy.class),
                WithoutModules.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    process.waitFor();
    assertThat(Files.readString(out, StandardCharsets.UTF_8)).endsWith("done");
    assertThat(process.exitValue()).isZero();
  }

  private static String place(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()))
        .toString();
  }
}
