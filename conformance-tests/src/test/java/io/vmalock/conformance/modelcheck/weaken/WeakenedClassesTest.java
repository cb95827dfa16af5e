package io.vmalock.conformance.modelcheck.weaken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A weakened class is a class as any other, which does the same as before where nobody is about.
 */
class WeakenedClassesTest {
  private static final String NAME = AllAccesses.class.getName();
  private static final ClassLoader LOADER = WeakenedClassesTest.class.getClassLoader();

  /** Loads one class from what another loader finds, so that the JVM verifies it. */
  private static final class OneClass extends ClassLoader {
    private final ClassLoader files;

    OneClass(ClassLoader files) {
      super(LOADER);
      this.files = files;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      return name.equals(NAME) ? define() : super.loadClass(name, resolve);
    }

    private Class<?> define() {
      Class<?> loaded = findLoadedClass(NAME);
      if (loaded != null) {
        return loaded;
      }
      try (InputStream code =
          Objects.requireNonNull(files.getResourceAsStream(NAME.replace('.', '/') + ".class"))) {
        byte[] bytes = code.readAllBytes();
        return defineClass(NAME, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static Object run(ClassLoader files) throws ReflectiveOperationException {
    return new OneClass(files).loadClass(NAME).getMethod("run").invoke(null);
  }

  /** Each seventh, in every build. */
  @Test
  void weakerAccessesAnswerTheSameAlone() throws Exception {
    answersTheSame(7);
  }

  @Test
  @Tag("slow")
  void everyWeakerAccessAnswersTheSameAlone() throws Exception {
    answersTheSame(1);
  }

  private static void answersTheSame(int step) throws Exception {
    List<Weakening> all = WeakenedClasses.of(LOADER, NAME);
    assertThat(all).hasSizeGreaterThan(100);
    Object answer = AllAccesses.run();
    for (int i = 0; i < all.size(); i += step) {
      Weakening weakening = all.get(i);
      assertThat(run(WeakenedClasses.with(LOADER, weakening)))
          .as(weakening.toString())
          .isEqualTo(answer);
      assertThat(run(WeakenedClasses.trapped(LOADER, weakening)))
          .as(weakening.toString())
          .isEqualTo(answer);
    }
  }

  @Test
  void volatileHasTwoSidesOnlyWhereItReadsAndWrites() {
    assertThat(WeakerMode.of("getVolatile")).containsExactly(WeakerMode.ACQUIRE);
    assertThat(WeakerMode.of("setVolatile")).containsExactly(WeakerMode.RELEASE);
    assertThat(WeakerMode.of("getAndAdd")).containsExactly(WeakerMode.ACQUIRE, WeakerMode.RELEASE);
    assertThat(WeakerMode.of("compareAndSet"))
        .containsExactly(WeakerMode.ACQUIRE, WeakerMode.RELEASE);
    assertThat(WeakerMode.of("weakCompareAndSetRelease")).containsExactly(WeakerMode.OPAQUE);
    assertThat(WeakerMode.of("getOpaque")).isEmpty();
    assertThat(WeakerMode.of("weakCompareAndSetPlain")).isEmpty();
    assertThat(WeakerMode.of("set")).isEmpty();
    assertThat(WeakerMode.of("fullFence")).contains(WeakerMode.NOTHING);
  }

  @Test
  void weakeningOfAnotherVersionOfTheClassIsRefused() {
    Weakening gone = new Weakening(NAME, "run", 1, "getVolatile", WeakerMode.ACQUIRE, 1_000);
    assertThatThrownBy(() -> WeakenedClasses.with(LOADER, gone))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(NAME);
  }
}
