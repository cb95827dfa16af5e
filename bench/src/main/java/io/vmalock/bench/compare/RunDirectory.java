package io.vmalock.bench.compare;

import com.google.common.collect.ImmutableList;
import io.vmalock.bench.cli.Check;
import io.vmalock.bench.cli.OutOption;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.report.ReportFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The directory of the files of one run: a new one, so that no run replaces another. */
record RunDirectory(Path path) {
  private static final Path HOME = Path.of("vmalock-results");
  private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss");

  /**
   * The requested directory, or one named after the time.
   *
   * @throws ParameterException if using it would lose anything
   */
  static RunDirectory of(CommandSpec spec, OutOption out, boolean resume) {
    Path asked = out.path();
    if (resume) {
      if (out.overwrite()) {
        throw Check.wrong(spec, "--resume keeps what --overwrite replaces: give one of them");
      }
      RunDirectory directory =
          new RunDirectory(asked != null ? asked : latest().orElse(HOME.resolve("(none)")));
      if (!Files.exists(directory.result())) {
        throw Check.wrong(
            spec,
            "--resume: there is no run to go on with "
                + (asked == null ? "in " + HOME : "in " + asked)
                + "; without --resume a new one begins");
      }
      return directory;
    }
    RunDirectory directory =
        new RunDirectory(asked != null ? asked : HOME.resolve(NAME.format(LocalDateTime.now())));
    if (Files.exists(directory.path()) && !Files.isDirectory(directory.path())) {
      throw Check.wrong(spec, "--out: " + directory.path() + " is not a directory");
    }
    out.free(
        ImmutableList.<Path>builder()
            .add(directory.result())
            .addAll(ReportFiles.in(directory.path()).values())
            .build());
    return directory;
  }

  private static Optional<Path> latest() {
    if (!Files.isDirectory(HOME)) {
      return Optional.empty();
    }
    try (var runs = Files.list(HOME)) {
      return runs.filter(run -> Files.exists(new RunDirectory(run).result()))
          .max(Comparator.comparing(Path::toString));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The file of the results. */
  Path result() {
    return path.resolve(ReportFiles.RESULT);
  }

  /** Makes the directory, so that a run does not end with results that cannot be written. */
  void make() throws CannotWrite {
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new CannotWrite(path, e);
    }
  }
}
