package io.vmalock.bench.list;

import io.vmalock.Capability;
import io.vmalock.VmaLockStrategy;
import io.vmalock.bench.cli.ExitCode;
import io.vmalock.bench.machine.HeapLayout;
import io.vmalock.bench.terminal.Paragraph;
import io.vmalock.bench.terminal.Terminal;
import io.vmalock.bench.terminal.TextTable;
import io.vmalock.bench.text.ForeignText;
import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import io.vmalock.selection.StrategySelectionException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows the strategies that are found. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Show the strategies that are found: name, source, size and capabilities.",
    description = {
      "",
      "The default is marked with *: it is what a program gets that does not choose. The bytes per"
          + " VMA are measured in this JVM, lock included: with other options (-XX:"
          + "+UseCompactObjectHeaders, say, in VMALOCK_JAVA_OPTS) they differ.",
      "",
      "Exit status: 0 all well, 1 a strategy that was found cannot be created, 2 wrong options."
    })
public final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    int width = Terminal.width();
    List<StrategyProvider> providers = Strategies.all();
    if (providers.isEmpty()) {
      out.println("no strategies found: put the jar of one on the --classpath");
      out.flush();
      return ExitCode.FAILED;
    }
    Optional<String> usual = usual();
    List<String> broken = new ArrayList<>();
    TextTable about =
        new TextTable("strategy", "priority", "bytes per VMA", "readers", "source", "from")
            .left(4, 5);
    List<String> heads = new ArrayList<>(List.of("strategy"));
    Arrays.stream(Capability.values()).map(Capability::label).forEach(heads::add);
    TextTable abilities = new TextTable(heads.toArray(new String[0]));
    for (StrategyProvider provider : providers) {
      String name =
          provider.name() + (usual.filter(provider.name()::equals).isPresent() ? " *" : "");
      try {
        VmaLockStrategy strategy = provider.create();
        about.row(
            name,
            String.valueOf(provider.priority()),
            String.valueOf(HeapLayout.sizeOfVma(strategy)),
            strategy.maxReaders() == Integer.MAX_VALUE
                ? "any"
                : String.format("%,d", strategy.maxReaders()),
            ForeignText.line(provider.source()),
            ForeignText.line(provider.location()));
        List<String> row = new ArrayList<>(List.of(name));
        for (Capability capability : Capability.values()) {
          row.add(strategy.capabilities().contains(capability) ? "yes" : "-");
        }
        abilities.row(row);
      } catch (StrategySelectionException e) {
        broken.add(e.getMessage());
      }
    }
    about.lines(width).forEach(out::println);
    out.println();
    abilities.lines(width).forEach(out::println);
    out.println();
    for (Capability capability : Capability.values()) {
      Paragraph.lines(capability.label() + ": " + capability.meaning(), width)
          .forEach(out::println);
    }
    broken.forEach(what -> out.println(System.lineSeparator() + ForeignText.lines(what)));
    out.flush();
    return broken.isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  /** The default's name; none where two are tied. */
  private static Optional<String> usual() {
    return Strategies.catalog().defaultProvider().map(StrategyProvider::name);
  }
}
