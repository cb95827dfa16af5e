package io.vmalock.modelcheck.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.modelcheck.check.Verdict.Kind;
import io.vmalock.modelcheck.finding.Finding;
import java.text.SimpleDateFormat;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What code without hooks does with objects and arrays that threads share is not missed. */
class OutsideCodeTest {
  private static void raced(Check.Body body, String type) {
    Verdict verdict = Check.of(body).run();
    assertThat(verdict.finding()).as(verdict.toString()).isNotNull();
    assertThat(verdict.finding().kind()).isEqualTo(Finding.Kind.RACE);
    assertThat(verdict.toString()).contains("an object of " + type + ", which is not thread-safe");
  }

  private static void wrong(Check.Body body) {
    Verdict verdict = Check.of(body).run();
    assertThat(verdict.finding()).as(verdict.toString()).isNotNull();
    assertThat(verdict.finding().kind()).isEqualTo(Finding.Kind.ASSERTION);
  }

  private static void right(Check.Body body) {
    Verdict verdict = Check.of(body).run();
    assertThat(verdict.kind()).as(verdict.toString()).isEqualTo(Kind.PASSED);
  }

  @Test
  void objectThatIsNotThreadSafeMustNotBeRacedOn() {
    raced(sc -> builders(sc, builder -> builder.append("x")), "java.lang.StringBuilder");
    raced(sc -> builders(sc, StringBuilder::reverse), "java.lang.StringBuilder");
    raced(
        sc -> {
          SimpleDateFormat format = new SimpleDateFormat("yyyy");
          sc.thread(() -> format.format(new Date(0)));
          sc.thread(() -> format.format(new Date(1)));
        },
        "java.text.SimpleDateFormat");
  }

  @Test
  void objectThatIsNotThreadSafeMayBeSharedInOrder() {
    right(
        sc ->
            builders(
                sc,
                builder -> {
                  synchronized (builder) {
                    builder.append("x");
                  }
                }));
    right(sc -> builders(sc, builder -> assertThat(builder.length()).isZero()));
  }

  private record Named(StringBuilder name, int[] marks) {}

  @Test
  void recordOfThemMayBeCompared() {
    right(
        sc -> {
          Named[] place = {new Named(new StringBuilder(), new int[1])};
          sc.thread(() -> assertThat(place[0].equals(place[0])).isTrue());
          sc.thread(() -> place[0] = place[0]);
        });
  }

  private interface Use {
    void of(StringBuilder builder);
  }

  private static void builders(Scenario scenario, Use use) {
    StringBuilder builder = new StringBuilder();
    AtomicInteger met = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      scenario.thread(
          () -> {
            met.incrementAndGet();
            use.of(builder);
          });
    }
  }

  @Test
  void elementsOfAnArrayAreReadOneAfterTheOther() {
    wrong(sc -> reads(sc, data -> new String(data, 0, 2)));
    wrong(sc -> reads(sc, String::valueOf));
    wrong(sc -> reads(sc, data -> Arrays.toString(data.clone()).replaceAll("\\W", "")));
    wrong(
        sc -> {
          int[] sum = new int[2];
          sc.thread(() -> assertThat(Arrays.stream(sum).sum()).isNotNegative());
          sc.thread(
              () -> {
                sum[0] = 1;
                sum[1] = -1;
              });
        });
  }

  private interface Text {
    String of(char[] data);
  }

  private static void reads(Scenario scenario, Text text) {
    char[] data = {'a', 'b'};
    scenario.thread(() -> assertThat(List.of("ab", "xb", "xy")).contains(text.of(data)));
    scenario.thread(
        () -> {
          data[0] = 'x';
          data[1] = 'y';
        });
  }
}
