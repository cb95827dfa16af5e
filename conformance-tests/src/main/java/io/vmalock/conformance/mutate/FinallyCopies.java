package io.vmalock.conformance.mutate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.TryCatchBlockNode;

/**
 * Joins the edits of one finally block. The compiler copies such a block to every way out of its
 * try block, and only an edit of all copies is an edit of the source. An edit of one copy alone
 * would often change nothing, because the way that the copy stands on decides its conditions.
 */
final class FinallyCopies {
  private final Code code;

  private FinallyCopies(Code code) {
    this.code = code;
  }

  /** The place and the kind of an edit in the source. */
  private record InSource(Operator operator, String words, int line) {}

  /** The edits of a method, in the order of the first copies. */
  static List<Edit> joined(Code code, List<Edit> edits) {
    FinallyCopies copies = new FinallyCopies(code);
    Map<InSource, List<Edit>> bySource = new LinkedHashMap<>();
    for (Edit edit : edits) {
      InSource place = new InSource(edit.operator(), edit.words(), code.line(edit.at()));
      bySource.computeIfAbsent(place, at -> new ArrayList<>()).add(edit);
    }
    List<Edit> joined = new ArrayList<>();
    for (List<Edit> same : bySource.values()) {
      if (copies.are(same)) {
        joined.add(all(same));
      } else {
        joined.addAll(same);
      }
    }
    return joined;
  }

  private static Edit all(List<Edit> copies) {
    // From the last one on: a change moves what is behind it.
    List<Edit> lastFirst =
        copies.stream().sorted(Comparator.comparingInt(Edit::at).reversed()).toList();
    Edit first = lastFirst.get(lastFirst.size() - 1);
    return new Edit(
        first.operator(),
        first.words(),
        first.at(),
        method -> lastFirst.forEach(edit -> edit.change().make(method)));
  }

  /** Whether these stand apart from each other, and one of them on the way of exceptions. */
  private boolean are(List<Edit> same) {
    List<Integer> places = same.stream().map(Edit::at).sorted().toList();
    for (int i = 1; i < places.size(); i++) {
      if (!isAnotherLineBetween(places.get(i - 1), places.get(i))) {
        return false;
      }
    }
    return same.size() > 1 && places.stream().anyMatch(this::isInHandler);
  }

  private boolean isAnotherLineBetween(int from, int to) {
    for (int i = from; i < to; i++) {
      if (code.get(i) instanceof LineNumberNode number && number.line != code.line(from)) {
        return true;
      }
    }
    return false;
  }

  /** Whether this belongs to the copy that any exception comes to and leaves from. */
  private boolean isInHandler(int index) {
    AbstractInsnNode at = code.get(index);
    while (at != null && at.getOpcode() != Opcodes.ATHROW && !isReturn(at)) {
      AbstractInsnNode here = at;
      if (code.method().tryCatchBlocks.stream().anyMatch(block -> isFinally(block, here))) {
        return true;
      }
      at = at.getPrevious();
    }
    return false;
  }

  private static boolean isFinally(TryCatchBlockNode block, AbstractInsnNode handler) {
    return block.type == null && block.handler == handler;
  }

  private static boolean isReturn(AbstractInsnNode at) {
    return at.getOpcode() >= Opcodes.IRETURN && at.getOpcode() <= Opcodes.RETURN;
  }
}
