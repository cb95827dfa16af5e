package io.vmalock.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import io.vmalock.bench.Vmalock;
import io.vmalock.bench.report.FixedResults;
import io.vmalock.bench.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is typed, and what is said. Each ends with exit status 2, prints nothing but what is wrong,
 * and leaves no file behind.
 */
class BadOptionsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path files;

  @BeforeEach
  void results() throws IOException {
    ResultFile.write(files.resolve("good.json"), FixedResults.make());
    Files.writeString(files.resolve("bad.json"), "nonsense");
    Files.createDirectories(files.resolve("there"));
    Files.writeString(files.resolve("there/result.json"), "a night's work");
    Files.writeString(files.resolve("mine.jar"), "");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lsit                                      | Unmatched argument at index 0: 'lsit'; did you mean list?
          list --calsspath=x                        | did you mean --classpath?
          list --classpath=FILES/bad.json           | FILES/bad.json is not a jar
          compare --out=                            | --out is given nothing: PATH is needed
          compare --strategy=,                      | --strategy is given nothing: NAME is needed
          scale --strategy=refcmt                   | no strategy "refcmt" (asked for by --strategy): did you mean "refcnt"?
          mutate --strategy=refcmt                  | (asked for by --strategy): did you mean "refcnt"?
          report FILES/good.json --out=r.pdf        | there is no form .pdf of this result, and a name without a form is a directory; choose one of
          record --output=FILES/none/x -- ls        | --output: there is no directory FILES/none
          record --seconds=5 -- ls                  | --seconds is of --attach, which is not given
          record --seconds=0 --attach=1             | --seconds is 0: at least 1 is needed
          replay --threads-limit=0                  | --threads-limit is 0: at least 1 is needed
          list --classpath=FILES/mien.jar           | mien.jar: no such file or directory; did you mean FILES/mine.jar?
          compare --classpath=FILES/none/*          | no such directory
          compare --profile=fast                    | --profile: there is no "fast"; did you mean first?
          compare --profile=qiuck                   | did you mean quick?
          compare --scenario=pear                   | --scenario: there is no "pear"; did you mean pair?
          compare --strategy=refcount               | --strategy: there is no "refcount"; did you mean refcnt?
          compare --baseline=stmaped                | --baseline: there is no "stmaped"; did you mean stamped?
          compare --baseline=rwsem --strategy=refcnt| --baseline: rwsem is not measured; add it to --strategy
          compare --twice=refcmt                    | --twice: there is no "refcmt"; did you mean refcnt?
          compare --threads=0                       | --threads is 0: at least 1 is needed
          compare --threads=1,-2                    | --threads is -2: at least 1 is needed
          compare --threads=99999                   | --threads is 99999: at most 1000 is possible
          compare --threads=two                     | --threads: "two" is not a whole number
          compare --threads=99999999999             | --threads: "99999999999" is too large a number
          compare --threads=2 --scenario=pair       | --threads: each of these scenarios has its own number
          compare --rounds=-1                       | --rounds is -1: at least 1 is needed
          compare --rounds=0                        | --rounds is 0: at least 1 is needed
          compare --rounds=2000000000               | --rounds is 2000000000: at most 1000 is possible
          compare --rounds=many                     | --rounds: "many" is not a whole number
          compare --rounds=1.5                      | --rounds: "1.5" is not a whole number
          compare --java-home=/nope                 | --java-home: /nope: no such directory
          compare --java-home=FILES/bad.json        | bad.json is not a directory
          compare --java-home=FILES                 | has no bin/java
          compare --jvm-args=-XX:+NoSuchThing       | --jvm-args: the JVM does not start with these: Unrecognized
          compare --out=FILES/there                 | result.json is there already; --overwrite replaces it
          compare --out=FILES/bad.json              | bad.json is not a directory
          compare --out=FILES/bad.json/deeper       | is not a directory
          compare --out=FILES/new --resume          | --resume: there is no run to go on with
          compare --out=FILES/there --resume        | not a result file of vmalock compare
          compare --out=FILES/there --resume --overwrite | give one of them
          compare pair                              | Unmatched argument at index 1: 'pair'
          report                                    | Missing required parameter: 'RESULT.json'
          report FILES/none.json                    | cannot read FILES/none.json: no such file or directory
          report FILES/bad.json                     | cannot read FILES/bad.json: not a result file of vmalock compare
          report FILES                              | cannot read FILES: is a directory
          report FILES/good.json --baseline=refnct  | --baseline: there is no "refnct"; did you mean refcnt?
          report FILES/good.json --scenario=pear    | --scenario: there is no "pear"; did you mean pair?
          report FILES/good.json --out=FILES/x.pdf  | --out: there is no form .pdf of this result
          report FILES/good.json --out=FILES/x.mdd  | did you mean .md?
          diff FILES/good.json                      | Missing required parameter: 'NEW.json'
          diff FILES/good.json FILES/none.json      | no such file or directory
          diff FILES/good.json FILES/good.json --fail-over=lots | --fail-over is "lots": a percentage is needed
          diff FILES/good.json FILES/good.json --fail-over=-5%  | --fail-over is "-5%": a percentage is needed
          diff FILES/good.json FILES/good.json --allow=row-gone | --allow: there is no "row-gone"; did you mean rows-gone?
          conform --strategy=refcmt                 | did you mean "refcnt"?
          conform --rule=X22                        | there is no rule "X22"; did you mean X2?
          conform --layer=scenarios                 | there is no layer "scenarios"; did you mean scenario?
          conform --level=depe                      | there is no level "depe"; did you mean deep?
          conform --seed=x                          | --seed: "x" is not a whole number
          conform --out=FILES/x.txt --rule=W1 --layer=scenario | --out: there is no form .txt of this result
          weaken --strategy=refcmt                  | did you mean "refcnt"?
          weaken --seconds=0                        | --seconds is 0: at least 1 is needed
          weaken --at-once=0                        | --at-once is 0: at least 1 is needed
          replay --repeat=0                         | --repeat is 0: at least 1 is needed
          replay --jvms=99999999999                 | --jvms: "99999999999" is too large a number
          replay --jvms=-1                          | --jvms is -1: at least 1 is needed
          replay --warm-up=-1                       | --warm-up is -1: at least 0 is needed
          replay --strategy=refcmt                  | did you mean "refcnt"?
          replay javak                              | did you mean javac?
          completion fish                           | SHELL: there is no completion for "fish"; choose one of bash, zsh
          completion bsah                           | SHELL: there is no completion for "bsah"; choose
          completion bash zsh                       | Unmatched argument at index 2: 'zsh'
          man                                       | --out is needed
          help lsit                                 | Unknown subcommand 'lsit'; did you mean list?
          """)
  void isSaidBeforeAnythingStarts(String typed, String said) throws IOException {
    List<Path> before = everything();
    String home = files.toString();
    List<String> words = new ArrayList<>();
    Splitter.on(' ')
        .omitEmptyStrings()
        .split(typed.strip())
        .forEach(w -> words.add(w.replace("FILES", home)));
    int status =
        Vmalock.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(words.toArray(new String[0]));
    assertThat(err.toString())
        .contains(said.strip().replace("FILES", home))
        .doesNotContain("Exception", "java.lang", "java.nio", "\tat ");
    assertThat(status).as(err.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString()).isEmpty();
    assertThat(everything()).isEqualTo(before);
    assertThat(Path.of("vmalock-results")).doesNotExist();
  }

  private List<Path> everything() throws IOException {
    try (var all = Files.walk(files)) {
      return all.sorted().toList();
    }
  }
}
