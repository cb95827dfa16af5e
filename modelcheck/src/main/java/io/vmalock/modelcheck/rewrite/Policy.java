package io.vmalock.modelcheck.rewrite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The policy for code outside the scope, read from files: the model checker's own, {@code
 * policy.txt} beside this class, and every {@value #ADDED} on the class path. The head of the
 * former explains the format.
 */
final class Policy {
  /** The file in which users add entries. */
  static final String ADDED = "META-INF/modelcheck/policy.txt";

  /** The treatment of a class or a call. */
  enum Action {
    REWRITE,
    PERMIT,
    GUARD,
    REFUSE
  }

  /** The treatment in an entry, and the reason for it. */
  record Entry(Action action, String reason) {}

  private final Map<String, Entry> entries = new HashMap<>();

  /** Reads the model checker's own entries, and those that {@code loader} finds. */
  Policy(ClassLoader loader) {
    try {
      InputStream own = Policy.class.getResourceAsStream("policy.txt");
      if (own == null) {
        throw new IllegalStateException("policy.txt is missing beside " + Policy.class.getName());
      }
      read(own, "policy.txt");
      for (URL added : Collections.list(loader.getResources(ADDED))) {
        read(added.openStream(), added.toString());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + ADDED, e);
    }
  }

  private void read(InputStream stream, String file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      List<String> lines = reader.lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        String line = lines.get(i).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          add(line, file + ":" + (i + 1));
        }
      }
    }
  }

  private void add(String line, String where) {
    int comment = line.indexOf('#');
    String[] words = (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+", -1);
    if (words.length != 2 || comment < 0 || comment == line.length() - 1) {
      throw new IllegalArgumentException(
          where + ": \"" + line + "\" is not an action, a name, and after # a reason");
    }
    Action action;
    try {
      action = Action.valueOf(words[0].toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          where + ": \"" + words[0] + "\" is none of rewrite, permit, guard, refuse", e);
    }
    entries.put(words[1].replace('/', '.'), new Entry(action, line.substring(comment + 1).strip()));
  }

  /** Returns whether the JDK's class with an internal name is explored under another name. */
  boolean isRewritten(String internalName) {
    Entry entry = ofClass(internalName.replace('/', '.'));
    return entry != null && entry.action == Action.REWRITE;
  }

  /** Returns the entry for a method, or null if there is none. */
  @Nullable Entry of(String owner, String method, String descriptor) {
    String type = owner.replace('/', '.');
    String parameters = descriptor.substring(0, descriptor.indexOf(')') + 1).replace('/', '.');
    Entry entry = entries.get(type + "." + method + parameters);
    if (entry == null) {
      entry = entries.get(type + "." + method);
    }
    for (int length = method.length(); entry == null && length > 0; length--) {
      entry = entries.get(type + "." + method.substring(0, length) + "*");
    }
    return entry != null ? entry : ofClass(type);
  }

  /** Returns the entry for all methods of a name, or null. */
  @Nullable Entry ofAny(String method) {
    return entries.get("*." + method);
  }

  private @Nullable Entry ofClass(String type) {
    String at = type;
    while (true) {
      Entry entry = entries.get(at);
      if (entry == null) {
        entry = entries.get(at + ".");
      }
      if (entry != null) {
        return entry;
      }
      int end = Math.max(at.lastIndexOf('.'), at.lastIndexOf('$'));
      if (end < 0) {
        return null;
      }
      at = at.substring(0, end);
      boolean isPackage = type.charAt(end) == '.';
      if (isPackage) {
        return ofPackage(at);
      }
    }
  }

  private @Nullable Entry ofPackage(String name) {
    for (String at = name; ; at = at.substring(0, at.lastIndexOf('.'))) {
      Entry entry = entries.get(at + ".");
      if (entry != null || at.indexOf('.') < 0) {
        return entry;
      }
    }
  }
}
