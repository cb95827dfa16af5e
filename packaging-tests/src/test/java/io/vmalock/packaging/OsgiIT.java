package io.vmalock.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The jars as bundles, with SPI Fly as the mediator of their services. */
class OsgiIT {
  @TempDir Path cache;

  @Test
  void strategiesOfOtherBundlesAreFound() throws Exception {
    List<Path> jars = new ArrayList<>(mediator());
    jars.add(Installed.jar("vmalock-api"));
    jars.add(Installed.jar("vmalock-biased"));
    jars.add(Installed.jar("vmalock-refcnt"));

    try (Running osgi = Running.with(cache, jars)) {
      assertThat(osgi.names()).containsExactly("biased", "refcnt");
      assertThat(osgi.chosen()).isEqualTo("biased");
      assertThat(osgi.framework.getBundleContext().getAllServiceReferences(Installed.SERVICE, null))
          .as("services of OSGi")
          .hasSize(2);
    }
  }

  static List<Path> mediator() throws Exception {
    try (Stream<Path> jars = Files.list(Path.of(System.getProperty("vmalock.mediator")))) {
      return jars.toList();
    }
  }

  record Running(Framework framework, Bundle api) implements AutoCloseable {
    static Running with(Path cache, List<Path> jars) throws Exception {
      FrameworkFactory factory =
          ServiceLoader.load(FrameworkFactory.class).findFirst().orElseThrow();
      Framework framework =
          factory.newFramework(
              Map.of(
                  Constants.FRAMEWORK_STORAGE,
                  cache.toString(),
                  // Nothing from the class path of this test, which has the jars as well.
                  "felix.bootdelegation.implicit",
                  "false"));
      framework.start();
      List<Bundle> bundles = new ArrayList<>();
      for (Path jar : jars) {
        bundles.add(framework.getBundleContext().installBundle(jar.toUri().toString()));
      }
      for (Bundle bundle : bundles) {
        bundle.start();
      }
      Bundle api =
          bundles.stream()
              .filter(bundle -> bundle.getSymbolicName().equals("io.vmalock"))
              .findFirst()
              .orElseThrow();
      return new Running(framework, api);
    }

    List<String> names() throws Exception {
      List<String> names = new ArrayList<>();
      for (Object provider : (List<?>) call("all")) {
        names.add((String) provider.getClass().getMethod("name").invoke(provider));
      }
      return names;
    }

    String chosen() throws Exception {
      Object strategy = call("choose");
      Method name = api.loadClass(Installed.SERVICE).getMethod("name");
      return (String) name.invoke(strategy);
    }

    /** Calls without a context class loader, as this test's has the jars on its class path. */
    private Object call(String method) throws Exception {
      Thread thread = Thread.currentThread();
      ClassLoader context = thread.getContextClassLoader();
      thread.setContextClassLoader(null);
      try {
        return api.loadClass("io.vmalock.selection.Strategies").getMethod(method).invoke(null);
      } finally {
        thread.setContextClassLoader(context);
      }
    }

    @Override
    public void close() throws BundleException, InterruptedException {
      framework.stop();
      framework.waitForStop(10_000);
    }
  }
}
