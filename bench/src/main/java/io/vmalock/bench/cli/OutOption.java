package io.vmalock.bench.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The place to which a command writes its result, with one meaning in all commands. */
public final class OutOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description =
          "Write the result there: a directory for every form; a name that ends in the form, such"
              + " as .md or .json, for that one alone.")
  private @Nullable Path out;

  @Option(names = "--overwrite", description = "Replace what is there.")
  private boolean overwrite;

  /** Options are filled in from the command line. */
  public OutOption() {}

  /** Returns the path that was given, if one was. */
  public @Nullable Path path() {
    return out;
  }

  /** Whether existing files may be replaced. */
  public boolean overwrite() {
    return overwrite;
  }

  /**
   * Returns the files to write, by their form; none if none was asked for.
   *
   * @param name the name of the files in a directory, without their form
   * @param forms the available forms, such as {@code .md}
   * @throws ParameterException if one exists already and may not be replaced, or cannot be made
   */
  public Map<String, Path> files(String name, List<String> forms) {
    Path path = out;
    if (path == null) {
      return ImmutableMap.of();
    }
    ImmutableMap.Builder<String, Path> files = ImmutableMap.builder();
    String last = String.valueOf(path.getFileName());
    int dot = last.lastIndexOf('.');
    String form = dot <= 0 ? "" : last.substring(dot);
    if (Files.isDirectory(path) || form.isEmpty()) {
      forms.forEach(each -> files.put(each, path.resolve(name + each)));
    } else if (forms.contains(form)) {
      files.put(form, path);
    } else {
      throw wrong(
          "--out: there is no form "
              + form
              + " of this result, and a name without a form is a directory; "
              + NearestName.hint(form, forms));
    }
    Map<String, Path> all = files.buildOrThrow();
    free(ImmutableList.copyOf(all.values()));
    return all;
  }

  /**
   * Requires that files can be written without losing anything.
   *
   * @throws ParameterException if that is not so
   */
  public void free(List<Path> files) {
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        throw wrong("--out: " + file + " is a directory");
      }
      if (Files.isRegularFile(file) && !overwrite) {
        throw wrong(
            "--out: " + file + " is there already; --overwrite replaces it, or give another name");
      }
      Path parent = existing(file.toAbsolutePath());
      if (!Files.isDirectory(parent)) {
        throw wrong("--out: cannot write " + file + ": " + parent + " is not a directory");
      }
      if (!Files.isWritable(parent) && !Files.isWritable(file)) {
        throw wrong("--out: cannot write " + file + ": permission denied in " + parent);
      }
    }
  }

  /** The nearest existing ancestor. */
  private static Path existing(Path file) {
    Path ancestor = file.getParent();
    while (ancestor != null && !Files.exists(ancestor)) {
      ancestor = ancestor.getParent();
    }
    return ancestor == null ? file : ancestor;
  }

  private ParameterException wrong(String message) {
    return Check.wrong(spec, message);
  }
}
