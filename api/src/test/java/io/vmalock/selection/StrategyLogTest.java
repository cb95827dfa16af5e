package io.vmalock.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.selection.SampleStrategies.Alpha;
import io.vmalock.selection.SampleStrategies.Beta;
import io.vmalock.selection.SampleStrategies.NoName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log messages of a choice. */
class StrategyLogTest {
  @TempDir Path directory;

  private final Logger logger = Logger.getLogger("io.vmalock");
  private final List<String> logged = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          logged.add(entry.getLevel() + " " + entry.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    logger.setLevel(Level.FINE); // what System.Logger calls DEBUG
    logger.setUseParentHandlers(false);
    logger.addHandler(handler);
  }

  @AfterEach
  void unlisten() {
    logger.removeHandler(handler);
    logger.setUseParentHandlers(true);
    logger.setLevel(null);
  }

  /** Classes of its own, which have never been chosen. */
  private StrategyCatalog fresh(Class<?>... types) {
    return Strategies.catalog(
            SampleLoader.of(SampleLoader.services(directory, types)).defining(types))
        .with(new StrategiesTest.Given(null, null));
  }

  @Test
  void aChoiceIsLoggedOnceForEachWayOfAsking() {
    StrategyCatalog catalog = fresh(Alpha.class, Beta.class);

    catalog.named("beta");
    catalog.named("beta");
    assertThat(logged)
        .singleElement()
        .asString()
        .startsWith(
            "FINE strategy beta, asked for in code: io.vmalock.selection.SampleStrategies$Beta in ");

    logged.clear();
    catalog.with(new StrategiesTest.Given("beta", null)).choose();
    catalog.choose();
    catalog.choose();
    assertThat(logged)
        .satisfiesExactly(
            line -> assertThat(line).contains("beta, asked for by the system property"),
            line -> assertThat(line).contains("alpha, the default"));
  }

  @Test
  void lookingAroundIsNotLogged() {
    fresh(Alpha.class).all();

    assertThat(logged).isEmpty();
  }

  @Test
  void aDefaultBesideOneWhosePriorityIsUnknownIsWarnedOf() {
    StrategyCatalog catalog = fresh(Alpha.class, NoName.class);

    catalog.named("alpha");
    assertThat(logged).hasSize(1);

    logged.clear();
    catalog.choose();
    assertThat(logged)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("FINE "),
            line ->
                assertThat(line)
                    .startsWith("WARNING strategy alpha is the default")
                    .contains(NoName.class.getName()));
  }
}
