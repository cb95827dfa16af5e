package io.vmalock.bench.cli;

import com.google.common.base.Strings;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * A manual page of a command, in the language of man(1). (Picocli makes one in AsciiDoc, which
 * needs Asciidoctor to become a page.)
 */
final class ManPage {
  private static final int WIDTH = 78;

  private ManPage() {}

  static String of(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    UsageMessageSpec usage = spec.usageMessage();
    Help help = new Help(spec, Help.defaultColorScheme(Ansi.OFF));
    String name = spec.qualifiedName("-");
    StringBuilder page = new StringBuilder();
    page.append(".TH ").append(name.toUpperCase(java.util.Locale.ROOT)).append(" 1\n");
    page.append(".SH NAME\n").append(text(name + " - " + first(usage.header())));
    page.append(".SH SYNOPSIS\n.nf\n").append(text(help.synopsis(0))).append(".fi\n");
    page.append(".SH DESCRIPTION\n");
    for (String paragraph : usage.description()) {
      page.append(Strings.isNullOrEmpty(paragraph) ? ".PP\n" : text(String.format(paragraph)));
    }
    section(page, "OPTIONS", help.parameterList() + help.optionList());
    section(page, "COMMANDS", help.commandList());
    section(page, "NOTES", help.footer());
    return page.toString();
  }

  /** Lines that are set as they are. */
  private static void section(StringBuilder page, String title, String lines) {
    if (!lines.isBlank()) {
      page.append(".SH ").append(title).append("\n.nf\n").append(text(lines)).append(".fi\n");
    }
  }

  private static String first(String[] header) {
    return List.of(header).stream().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /** A dot or an apostrophe at the beginning of a line would be a request; a hyphen is no minus. */
  private static String text(String plain) {
    StringBuilder out = new StringBuilder();
    for (String line : plain.stripTrailing().lines().toList()) {
      String escaped = line.replace("\\", "\\e").replace("-", "\\-");
      boolean request = escaped.startsWith(".") || escaped.startsWith("'");
      out.append(request ? "\\&" : "").append(escaped).append('\n');
    }
    return out.toString();
  }
}
