package io.vmalock.bench.conform;

import io.vmalock.bench.file.OutputFile;
import io.vmalock.conformance.matrix.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The files of a report. */
public final class ConformReport {
  private static final Map<String, Function<Matrix, String>> FORMS = forms();

  private ConformReport() {}

  private static Map<String, Function<Matrix, String>> forms() {
    Map<String, Function<Matrix, String>> forms = new LinkedHashMap<>();
    forms.put(".html", HtmlMatrix::of);
    forms.put(".md", MarkdownMatrix::of);
    forms.put(".json", JsonMatrix::of);
    return forms;
  }

  /**
   * Writes it.
   *
   * @param place a directory, for a file {@code conformance} in each form; or a file whose name
   *     ends in .html, .md or .json, for that form alone
   * @return what was written
   */
  public static List<Path> write(Matrix matrix, Path place) throws IOException {
    for (Map.Entry<String, Function<Matrix, String>> form : FORMS.entrySet()) {
      if (place.toString().endsWith(form.getKey())) {
        return List.of(write(place, form.getValue().apply(matrix)));
      }
    }
    List<Path> written = new ArrayList<>();
    for (Map.Entry<String, Function<Matrix, String>> form : FORMS.entrySet()) {
      written.add(
          write(place.resolve("conformance" + form.getKey()), form.getValue().apply(matrix)));
    }
    return written;
  }

  private static Path write(Path file, String text) throws IOException {
    OutputFile.write(file, text);
    return file;
  }
}
