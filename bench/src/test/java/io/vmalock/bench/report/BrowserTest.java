package io.vmalock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: its script runs, and its tables sort. */
class BrowserTest {
  private static final int SECONDS = 60;

  @Test
  void sortsByAColumnAndFitsAPhone(@TempDir Path directory) throws Exception {
    Optional<String> browser = browser();
    assumeTrue(
        browser.isPresent(),
        "skipped: the page was not tried in a browser, as there is no chromium on the PATH");
    String page = HtmlReport.of(ComparisonTable.of(List.of(FixedResults.make()), null));
    String probe =
        "<script>"
            + "const head = document.querySelectorAll('table')[0].querySelectorAll('th')[3];"
            + "head.click();"
            + "const first = head.closest('table').tBodies[0].rows[0].cells[3].textContent;"
            + "document.title = 'sorted=' + head.getAttribute('aria-sort') + '|' + first"
            + " + '|charts=' + document.querySelectorAll('svg').length"
            + " + '|wide=' + (document.documentElement.scrollWidth > window.innerWidth);"
            + "</script></body>";
    Path file = directory.resolve("page.html");
    Files.writeString(file, page.replace("</body>", probe));
    String dom = run(browser.get(), directory, file);
    assertThat(dom).contains("sorted=ascending|9.0");
    assertThat(dom).containsPattern("charts=[1-9]").contains("wide=false");
  }

  private static String run(String browser, Path directory, Path page)
      throws IOException, InterruptedException {
    Path output = directory.resolve("dom.html");
    List<String> command = new ArrayList<>(List.of(browser));
    command.addAll(
        List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--window-size=500,900",
            "--user-data-dir=" + directory.resolve("profile"),
            "--dump-dom",
            page.toUri().toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      assumeTrue(false, "skipped: " + browser + " gave no answer in " + SECONDS + " s");
    }
    return Files.readString(output, StandardCharsets.UTF_8);
  }

  private static Optional<String> browser() {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .flatMap(
            path ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(n -> Path.of(path, n)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }
}
