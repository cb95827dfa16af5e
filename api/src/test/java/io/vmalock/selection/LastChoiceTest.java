package io.vmalock.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.MonitorStrategy;
import io.vmalock.VmaLockStrategy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How often providers are looked for. */
class LastChoiceTest {
  private final ClassLoader context = Thread.currentThread().getContextClassLoader();
  private final VmaLockStrategy found = new MonitorStrategy();
  private int searches;

  private final Supplier<VmaLockStrategy> search =
      () -> {
        searches++;
        return found;
      };

  @AfterEach
  void restore() {
    System.clearProperty(Strategies.PROPERTY);
    Thread.currentThread().setContextClassLoader(context);
  }

  @Test
  void looksOnceUntilWhatDecidesChanges() throws Exception {
    System.setProperty(Strategies.PROPERTY, "first"); // unlike any choice before
    for (int i = 0; i < 100; i++) {
      assertThat(LastChoice.get(search)).isSameAs(found);
    }
    assertThat(searches).isEqualTo(1);
    System.setProperty(Strategies.PROPERTY, "second");
    LastChoice.get(search);
    LastChoice.get(search);
    assertThat(searches).isEqualTo(2);
    try (URLClassLoader other = new URLClassLoader(new URL[0], null)) {
      Thread.currentThread().setContextClassLoader(other);
      LastChoice.get(search);
      LastChoice.get(search);
      assertThat(searches).isEqualTo(3);
    }
    Thread.currentThread().setContextClassLoader(null);
    LastChoice.get(search);
    LastChoice.get(search);
    assertThat(searches).isEqualTo(4);
  }

  @Test
  void aSearchThatFailsIsNotKept() {
    System.setProperty(Strategies.PROPERTY, "third");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  LastChoice.get(
                      () -> {
                        searches++;
                        throw new IllegalStateException("none");
                      }))
          .hasMessage("none");
    }
    assertThat(searches).isEqualTo(2);
    assertThat(LastChoice.get(search)).isSameAs(found);
  }
}
