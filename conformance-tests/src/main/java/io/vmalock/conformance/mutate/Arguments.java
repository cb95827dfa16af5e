package io.vmalock.conformance.mutate;

import io.vmalock.conformance.check.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments that mutants that no check kills are right strategies too, and the mutants that are
 * known to be wrong, or not understood yet. The file has blocks, with empty lines and comments
 * between:
 *
 * <pre>
 * mutant: the mutant's name, as the report has it
 * rule:   the rules that the edit might break
 * why:    why no execution that they allow differs
 *         in more lines, each with a blank in front
 * </pre>
 *
 * One argument may be about several mutants, one line each.
 */
public final class Arguments {
  /**
   * One argument.
   *
   * @param mutants the names of its mutants
   * @param rules the rules that the edit might break; none if it is open
   * @param why the reason why it does not; for an open one the gap in the kit
   */
  public record Argument(List<String> mutants, Set<Rule> rules, String why) {
    /** Whether the mutants survive without an argument. */
    public boolean isOpen() {
      return rules.isEmpty();
    }
  }

  private final Path file;
  private final Map<String, Argument> byName = new LinkedHashMap<>();

  private Arguments(Path file) {
    this.file = file;
  }

  /**
   * Reads a file; a missing file has no arguments.
   *
   * @throws IllegalArgumentException if a line does not have this form, with the line
   */
  public static Arguments read(Path file) throws IOException {
    Arguments arguments = new Arguments(file);
    if (Files.exists(file)) {
      arguments.parse(Files.readAllLines(file, StandardCharsets.UTF_8));
    }
    return arguments;
  }

  private void parse(List<String> lines) {
    List<String> mutants = new ArrayList<>();
    Set<Rule> rules = Set.of();
    StringBuilder why = new StringBuilder();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("#") || line.isBlank()) {
        continue;
      }
      if (line.startsWith("mutant:")) {
        if (why.length() > 0) {
          add(mutants, rules, why.toString());
          mutants = new ArrayList<>();
          rules = Set.of();
          why.setLength(0);
        }
        mutants.add(after(line));
      } else if (line.startsWith("rule:") && !mutants.isEmpty() && why.length() == 0) {
        rules = rules(after(line), i);
      } else if (line.startsWith("why:") && !rules.isEmpty()) {
        why.append(after(line));
      } else if (line.startsWith("open:") && !mutants.isEmpty() && rules.isEmpty()) {
        why.append(after(line));
      } else if (line.startsWith(" ") && why.length() > 0) {
        why.append(' ').append(line.strip());
      } else {
        throw wrong(
            i,
            "expected \"mutant:\", then \"rule:\" and \"why:\", or \"open:\", got \""
                + line
                + "\"");
      }
    }
    if (!mutants.isEmpty()) {
      if (why.length() == 0) {
        throw wrong(lines.size() - 1, mutants.get(0) + " has no why");
      }
      add(mutants, rules, why.toString());
    }
  }

  private void add(List<String> mutants, Set<Rule> rules, String why) {
    Argument argument = new Argument(List.copyOf(mutants), rules, why);
    for (String mutant : mutants) {
      if (byName.put(mutant, argument) != null) {
        throw new IllegalArgumentException(file + ": \"" + mutant + "\" is argued twice");
      }
    }
  }

  private static String after(String line) {
    return line.substring(line.indexOf(':') + 1).strip();
  }

  private Set<Rule> rules(String text, int line) {
    try {
      return List.of(text.split("[ ,]+")).stream().map(Rule::valueOf).collect(Collectors.toSet());
    } catch (IllegalArgumentException e) {
      throw wrong(line, "\"" + text + "\" is not rules of the contract, such as X4 V1");
    }
  }

  private IllegalArgumentException wrong(int line, String what) {
    return new IllegalArgumentException(file + ":" + (line + 1) + ": " + what);
  }

  /** The argument about a mutant, or null. */
  public @Nullable Argument of(Mutant mutant) {
    return byName.get(mutant.name());
  }

  /** The arguments whose mutant no longer exists, because the code has changed. */
  public List<String> withoutMutant(List<Mutant> all) {
    Set<String> gone = new HashSet<>(byName.keySet());
    all.forEach(mutant -> gone.remove(mutant.name()));
    return gone.stream().sorted().toList();
  }

  /** The number of mutants with an argument. */
  public int size() {
    return byName.size();
  }
}
