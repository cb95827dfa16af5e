package io.vmalock.bench.jars;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.Conformance;
import io.vmalock.conformance.check.Layer;
import io.vmalock.conformance.check.Options;
import io.vmalock.conformance.check.Verdict;
import io.vmalock.selection.Strategies;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example that people will copy, loaded as a plug-in would be, keeps the contract. */
class OneFileStrategyIT {
  @TempDir Path directory;

  @Test
  void theExamplePassesTheScenarios() throws Exception {
    judge(Options.brief().withLayers(EnumSet.of(Layer.SCENARIO)));
  }

  @Test
  @Tag("slow")
  void theExampleKeepsTheContract() throws Exception {
    judge(Options.standard());
  }

  private void judge(Options options) throws Exception {
    Path jar =
        Jars.make(
            Files.createDirectory(directory.resolve("jars")).resolve("polling.jar"),
            Map.of("PollingStrategy.java", Jars.source("PollingStrategy.java")),
            Map.of(
                "META-INF/services/io.vmalock.VmaLockStrategy",
                "org.example.polling.PollingStrategy"));
    try (URLClassLoader plugIn =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      VmaLockStrategy polling = Strategies.catalog(plugIn).named("polling");

      assertThat(polling.getClass().getClassLoader()).isSameAs(plugIn);
      Verdict verdict = Conformance.run(polling, options);

      assertThat(verdict.results()).isNotEmpty();
      assertThat(verdict.failures()).isEmpty();
    }
  }
}
