package io.vmalock.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmalock.VmaLockStrategy;
import io.vmalock.conformance.check.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract as people read it and the rules as the kit reports them are the same. */
class ContractTest {
  /** A rule as the document has it: its sentence, and the line on who is bound. */
  private record Entry(String sentence, String bound) {}

  @Test
  void documentHasTheRulesOfTheKitInOrder() throws IOException {
    assertThat(entries().keySet())
        .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(Rule::name).toList());
  }

  @Test
  void sentencesAndKindsAreTheSame() throws IOException {
    entries()
        .forEach(
            (name, entry) -> {
              Rule rule = Rule.valueOf(name);
              assertThat(entry.sentence()).as(name).isEqualTo(rule.sentence());
              assertThat(entry.bound()).as(name).startsWith(rule.kind().label());
            });
  }

  @Test
  void methodsNamedByARuleExist() throws IOException {
    Set<String> methods =
        Arrays.stream(VmaLockStrategy.class.getMethods())
            .map(method -> method.getName())
            .collect(Collectors.toSet());
    entries()
        .forEach(
            (name, entry) -> {
              int from = entry.bound().indexOf(" · ");
              Stream<String> named =
                  from < 0
                      ? Stream.of()
                      : Arrays.stream(entry.bound().substring(from + 3).split(",\\s*"));
              assertThat(methods).as(name).containsAll(named.toList());
              if (Rule.valueOf(name).kind() != Rule.Kind.SPACE) {
                assertThat(from).as(name + " names no method").isPositive();
              }
            });
  }

  private static Map<String, Entry> entries() throws IOException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    List<String> lines = Files.readAllLines(document());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("#### ")) {
        String name = lines.get(i).substring("#### ".length());
        List<String> sentence = new ArrayList<>();
        for (i++; lines.get(i).startsWith("> "); i++) {
          sentence.add(lines.get(i).substring(2));
        }
        List<String> bound = new ArrayList<>();
        for (i++; i < lines.size() && !lines.get(i).isBlank(); i++) {
          bound.add(lines.get(i));
        }
        entries.put(
            name, new Entry(String.join(" ", sentence), String.join(" ", bound).replace("*", "")));
      }
    }
    return entries;
  }

  /** The build runs tests in the module's directory, an IDE perhaps in the project's. */
  private static Path document() {
    Path fromModule = Path.of("..", "docs", "contract.md");
    return Files.exists(fromModule) ? fromModule : Path.of("docs", "contract.md");
  }
}
