package io.vmalock.bench.conform;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.vmalock.bench.file.CannotWrite;
import io.vmalock.bench.file.OutputFile;
import io.vmalock.conformance.matrix.Matrix;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** The files of a report. */
public final class ConformReport {
  /** The name of the files in a directory, without their form. */
  public static final String NAME = "conformance";

  private static final ImmutableMap<String, Function<Matrix, String>> FORMS =
      ImmutableMap.of(".html", HtmlMatrix::of, ".md", MarkdownMatrix::of, ".json", JsonMatrix::of);

  private ConformReport() {}

  /** Returns the available forms. */
  public static ImmutableList<String> forms() {
    return FORMS.keySet().asList();
  }

  /** Writes files, each in its form. */
  public static void write(Matrix matrix, Map<String, Path> files) throws CannotWrite {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      Function<Matrix, String> form = FORMS.get(file.getKey());
      checkArgument(form != null, "there is no form %s", file.getKey());
      OutputFile.write(file.getValue(), form.apply(matrix));
    }
  }
}
