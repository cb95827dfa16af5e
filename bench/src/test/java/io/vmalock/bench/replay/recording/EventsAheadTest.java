package io.vmalock.bench.replay.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A long recording has the same events with and without the reading thread. */
@Timeout(30)
class EventsAheadTest {
  private static final String CALLS =
      "7 %d.5 brk(NULL) = 0x1000\n7 %d.6 munmap(0x1000, 4096) = 0\n7 %d.7 mlock(0x0, 1) = -1 E (x)\n";

  private static String calls(int times) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < times; i++) {
      text.append(CALLS.replace("%d", String.valueOf(1_000_000 + i)));
    }
    return text.toString();
  }

  private static StraceReader reader(String text, Remarks remarks) throws IOException {
    return new StraceReader(Source.of("calls", text), StraceReader.SOLE, false, remarks);
  }

  private static List<Event> all(Events events) {
    List<Event> all = new ArrayList<>();
    for (Event event = events.next(); event != null; event = events.next()) {
      all.add(event);
    }
    assertThat(events.next()).isNull();
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2730, 2731, 8192, 20_000})
  void allEventsInTheirOrderAndAllRemarks(int times) throws IOException {
    Remarks expected = new Remarks();
    Remarks remarks = new Remarks();
    List<Event> events = all(reader(calls(times), expected));
    Events ahead = EventsAhead.of(reader(calls(times), remarks));
    assertThat(all(ahead)).isEqualTo(events).hasSize(3 * times);
    assertThat(remarks.lines()).isEqualTo(expected.lines());
    assertThat(ahead.clock().isExact()).isEqualTo(times > 0);
  }

  @Test
  void anErrorComesAfterTheEventsBeforeIt() throws IOException {
    Events ahead = EventsAhead.of(reader(calls(4000) + "nonsense\n", new Remarks()));
    for (int i = 0; i < 12_000; i++) {
      assertThat(ahead.next()).isNotNull();
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(ahead::next)
          .isInstanceOf(RecordingException.class)
          .hasMessageStartingWith("calls:12001: not a line");
    }
  }

  @Test
  void anErrorOfTheJvmIsHandedOver() {
    Events ahead = EventsAhead.of(new Endless(new OutOfMemoryError("no more")));
    assertThatThrownBy(() -> all(ahead)).isInstanceOf(OutOfMemoryError.class);
  }

  /** Where there is no memory for the next batch, those before it are handed over first. */
  @Test
  void aBatchForWhichThereIsNoMemoryIsAnError() throws InterruptedException {
    Endless endless = new Endless(null);
    AtomicInteger made = new AtomicInteger();
    Events ahead =
        EventsAhead.of(
            endless,
            size -> {
              if (made.incrementAndGet() == 3) {
                throw new OutOfMemoryError("no more");
              }
              return new Event[size];
            });
    for (int i = 1; i <= 2 * EventsAhead.BATCH; i++) {
      Event event = ahead.next();
      assertThat(event).isNotNull().extracting(Event::line).isEqualTo(i);
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class);
    }
    Thread thread = endless.thread;
    assertThat(thread).isNotNull();
    thread.join();
    assertThat(endless.closed.get()).isOne();
  }

  @Test
  void readsAheadNoFurtherThanItMayAndEndsWhenItIsClosed() throws InterruptedException {
    Endless endless = new Endless(null);
    Events ahead = EventsAhead.of(endless);
    assertThat(ahead.next()).isNotNull();
    Thread thread = endless.thread;
    assertThat(thread).isNotNull();
    ahead.close();
    thread.join();
    assertThat(endless.closed.get()).isOne();
    assertThat(endless.read.get())
        .isLessThanOrEqualTo(EventsAhead.BATCH * (EventsAhead.BATCHES + 2));
  }

  @Test
  void aLongRecordingIsReadByAThreadOfItsOwnAndLetGoOf() throws InterruptedException {
    Recording recording = Recording.of("long", Source.of("calls", calls(40_000)), null, false);
    Thread thread;
    try (RecordingReader reader = recording.open()) {
      assertThat(reader.next()).isNotNull();
      thread =
          Thread.getAllStackTraces().keySet().stream()
              .filter(one -> one.getName().equals("reading a recording"))
              .findFirst()
              .orElseThrow();
    }
    thread.join();
  }

  /** Events without end, or until an error. */
  private static final class Endless implements Events {
    private final @Nullable Error error;
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile @Nullable Thread thread;

    Endless(@Nullable Error error) {
      this.error = error;
    }

    @Override
    public Event next() {
      thread = Thread.currentThread();
      if (error != null && read.get() == 2000) {
        throw error;
      }
      return new Event.Ended(7, read.incrementAndGet(), 0);
    }

    @Override
    public Clock clock() {
      return new Clock();
    }

    @Override
    public void check() {}

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
