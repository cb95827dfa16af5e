package io.vmalock.conformance.mutate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmalock.conformance.mutate.edited.Edited;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Each operator makes classes that the JVM takes, and that do what the edit says. */
class MutantsTest {
  private static final Mutants MUTANTS = new Mutants(Edited.class);
  private static List<Mutant> all = List.of();

  @BeforeAll
  static void make() {
    all = MUTANTS.all();
  }

  /** The results of a method with each of the edits of a kind, in any order. */
  private static Set<Object> said(Operator operator, String method, Object... arguments)
      throws ReflectiveOperationException {
    Set<Object> said = new HashSet<>();
    for (Mutant mutant : all) {
      if (mutant.operator() == operator) {
        said.add(run(mutant, method, arguments));
      }
    }
    said.remove(run(MUTANTS.original(), method, arguments)); // an edit elsewhere
    return said;
  }

  private static Object run(Mutant mutant, String method, Object... arguments)
      throws ReflectiveOperationException {
    Class<?> edited = MUTANTS.strategy(MUTANTS.load(mutant.className(), mutant.code()));
    Object object = edited.getConstructor().newInstance();
    for (var each : edited.getMethods()) {
      if (each.getName().equals(method)) {
        try {
          return String.valueOf(each.invoke(object, arguments));
        } catch (InvocationTargetException e) {
          return e.getCause().getClass().getSimpleName();
        }
      }
    }
    throw new AssertionError("no method " + method);
  }

  @Test
  void namesTheMethodThatIsEdited() {
    assertThat(all)
        .extracting(Mutant::method)
        .allMatch(method -> method.matches("Edited\\.[a-zA-Z<>$0-9]+"))
        .contains("Edited.<init>");
  }

  @Test
  void withoutAnEditItDoesTheSame() throws Exception {
    Mutant original = MUTANTS.original();
    assertThat(run(original, "compare", 1, 2)).isEqualTo("less");
    assertThat(run(original, "calls")).isEqualTo("one two three");
    assertThat(run(original, "fails")).isEqualTo("finally caught");
    assertThat(run(original, "up", 3)).isEqualTo("6");
  }

  @Test
  void everyOperatorHasMutantsHere() {
    assertThat(all.stream().map(Mutant::operator).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(Operator.values());
  }

  @Test
  void conditions() throws Exception {
    assertThat(said(Operator.CONDITION_NEGATED, "compare", 1, 2)).containsExactly("not less");
    assertThat(said(Operator.CONDITION_NEGATED, "compare", 2, 1)).containsExactly("less");
    assertThat(said(Operator.BOUNDARY_MOVED, "compare", 1, 1)).containsExactly("less");
    assertThat(said(Operator.BOUNDARY_MOVED, "compare", 1, 2)).isEmpty();
    assertThat(said(Operator.BOUNDARY_MOVED, "compare", 2, 1)).isEmpty();
  }

  @Test
  void constants() throws Exception {
    assertThat(said(Operator.CONSTANT_BY_ONE, "number")).containsExactlyInAnyOrder("19", "21");
    assertThat(said(Operator.CONSTANT_BY_ONE, "wide"))
        .containsExactlyInAnyOrder(String.valueOf((1L << 40) + 1), String.valueOf((1L << 40) - 1));
    assertThat(said(Operator.CONSTANT_BY_ONE, "yes")).containsExactly("false");
    assertThat(said(Operator.CONSTANT_BY_ONE, "word")).containsExactlyInAnyOrder("6", "8");
  }

  @Test
  void callsLeftOut() throws Exception {
    assertThat(said(Operator.CALL_LEFT_OUT, "calls"))
        .containsExactlyInAnyOrder("two three", "one three", "one two ", "two "); // or in tell
  }

  @Test
  void storesLeftOut() throws Exception {
    assertThat(said(Operator.STORE_LEFT_OUT, "stores"))
        .containsExactlyInAnyOrder("0 1 5", "1 0 5", "1 2 0", "NullPointerException");
  }

  @Test
  void argumentsExchanged() throws Exception {
    assertThat(said(Operator.ARGUMENTS_EXCHANGED, "passes"))
        .containsExactlyInAnyOrder("3-2-1 4-5-6 ", "1-2-3 6-5-4 ");
  }

  @Test
  void earlyReturns() throws Exception {
    assertThat(said(Operator.EARLY_RETURN, "number")).containsExactlyInAnyOrder("0", "1");
    assertThat(said(Operator.EARLY_RETURN, "yes")).containsExactly("false");
    assertThat(said(Operator.EARLY_RETURN, "calls"))
        .containsExactlyInAnyOrder("null", "two "); // tell, without a word
    assertThat(said(Operator.EARLY_RETURN, "up", 3)).containsExactlyInAnyOrder("0", "1");
  }

  @Test
  void handlersLeftOut() throws Exception {
    assertThat(said(Operator.HANDLER_LEFT_OUT, "fails"))
        .containsExactlyInAnyOrder("IllegalStateException", "caught");
  }

  /** The compiler makes a copy for each way out; an edit of the source changes all of them. */
  @Test
  void finallyBlockIsEditedAsAWhole() throws Exception {
    assertThat(run(MUTANTS.original(), "leavesAll")).isEqualTo("early out1outout");
    List<Mutant> inFinally =
        all.stream()
            .filter(mutant -> mutant.method().equals("Edited.leaves"))
            .filter(mutant -> mutant.edit().equals("call of tell left out"))
            .toList();
    assertThat(inFinally).hasSize(1);
    assertThat(run(inFinally.get(0), "leavesAll")).isEqualTo("early 1");
  }

  @Test
  void storesExchanged() throws Exception {
    assertThat(said(Operator.STORES_EXCHANGED, "calls"))
        .containsExactlyInAnyOrder("two one three", "one threetwo ");
    assertThat(said(Operator.STORES_EXCHANGED, "stores")).containsExactlyInAnyOrder("1 1 5");
  }

  @Test
  void loops() throws Exception {
    assertThat(said(Operator.LOOP_STOPS_EARLY, "up", 3)).containsExactly("3");
    assertThat(said(Operator.LOOP_STOPS_EARLY, "down", 3)).containsExactly("5");
    assertThat(said(Operator.LOOP_STOPS_EARLY, "each", List.of("a", "b", "c")))
        .containsExactly("ab");
    assertThat(said(Operator.LOOP_STOPS_EARLY, "each", List.of())).isEmpty();
    assertThat(said(Operator.LOOP_ONCE, "up", 3)).containsExactly("1");
    assertThat(said(Operator.LOOP_ONCE, "each", List.of("a", "b", "c"))).containsExactly("a");
  }

  @Test
  void ordersWeakened() throws Exception {
    assertThat(
            all.stream()
                .filter(mutant -> mutant.operator() == Operator.ORDER_WEAKENED)
                .map(Mutant::edit))
        .contains("load of word made acquire");
    assertThat(said(Operator.ORDER_WEAKENED, "word")).isEmpty();
  }

  /** A name is of one mutant, and no two have the same content. */
  @Test
  void namesTellThemFromEachOther() {
    assertThat(all.stream().map(Mutant::name)).doesNotHaveDuplicates();
    assertThat(all.stream().map(mutant -> Arrays.hashCode(mutant.code()))).doesNotHaveDuplicates();
  }

  @Test
  void sampleIsFixedByItsSeed() {
    List<Mutant> sample = Mutants.sample(all, 5, 3);
    assertThat(sample).hasSize(5).isEqualTo(Mutants.sample(all, 5, 3));
    assertThat(sample).isNotEqualTo(Mutants.sample(all, 5, 4));
    assertThat(new TreeSet<>(sample.stream().map(Mutant::line).toList()))
        .as("in the order of the code")
        .containsExactlyElementsOf(sample.stream().map(Mutant::line).distinct().toList());
    assertThat(Mutants.sample(all, 100_000, 3)).isEqualTo(all);
  }

  @Test
  void whatIsNoStrategyHereIsRefused() {
    assertThatThrownBy(() -> new Mutants(String.class))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
