package io.vmalock.bench.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForeignTextTest {
  @Test
  void invisibleCharactersAreWrittenOut() {
    assertThat(ForeignText.line("a\u001b[2Jb\r\nc\u202ed\u009bm"))
        .isEqualTo("a\\u001b[2Jb\\u000d\\u000ac\\u202ed\\u009bm");
    assertThat(ForeignText.lines("a\nb\u0007")).isEqualTo("a\nb\\u0007");
    assertThat(ForeignText.line("≈ µs, für")).isEqualTo("≈ µs, für");
  }

  @Test
  void markupIsText() {
    String hostile = "<script>x</script>|`*[a](b)_#&";
    assertThat(ForeignText.html(hostile)).doesNotContain("<").contains("&lt;script&gt;");
    assertThat(ForeignText.markdown(hostile))
        .isEqualTo("&lt;script&gt;x&lt;/script&gt;\\|\\`\\*\\[a\\](b)\\_\\#&amp;");
  }

  @Test
  void aCellIsNoFormula() {
    assertThat(ForeignText.csv("=HYPERLINK(\"x\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\")\"");
    assertThat(ForeignText.csv("-1.5E-7")).isEqualTo("-1.5E-7");
    assertThat(ForeignText.csv("+cmd|x")).isEqualTo("'+cmd|x");
    assertThat(ForeignText.csv("a,b")).isEqualTo("\"a,b\"");
  }
}
