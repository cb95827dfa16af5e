package io.vmalock.bench.conform;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.vmalock.conformance.matrix.Matrix;

/** The matrix for programs: its records as they are. */
public final class JsonMatrix {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

  private JsonMatrix() {}

  /** One object, with a line for each value. */
  public static String of(Matrix matrix) {
    return GSON.toJson(matrix) + "\n";
  }
}
