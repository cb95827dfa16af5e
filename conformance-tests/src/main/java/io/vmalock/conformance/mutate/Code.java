package io.vmalock.conformance.mutate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.LookupSwitchInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TableSwitchInsnNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.BasicInterpreter;
import org.objectweb.asm.tree.analysis.BasicValue;
import org.objectweb.asm.tree.analysis.Frame;

/** The code of a method, in the form that edits need. */
final class Code {
  /** The number of instructions before and after one that distinguish it from similar ones. */
  private static final int NEIGHBOURS = 4;

  private final MethodNode method;
  private final @Nullable Frame<BasicValue>[] frames;

  /** The labels that a jump, or an exception, may come to or start from. */
  private final Set<LabelNode> borders = new HashSet<>();

  Code(String owner, MethodNode method) {
    this.method = method;
    try {
      this.frames = new Analyzer<>(new BasicInterpreter()).analyze(owner, method);
    } catch (AnalyzerException e) {
      throw new IllegalArgumentException(owner + "." + method.name + " cannot be read", e);
    }
    for (AbstractInsnNode at : method.instructions) {
      if (at instanceof JumpInsnNode jump) {
        borders.add(jump.label);
      } else if (at instanceof TableSwitchInsnNode jump) {
        borders.addAll(jump.labels);
        borders.add(jump.dflt);
      } else if (at instanceof LookupSwitchInsnNode jump) {
        borders.addAll(jump.labels);
        borders.add(jump.dflt);
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      borders.addAll(List.of(block.start, block.end, block.handler));
    }
  }

  int size() {
    return method.instructions.size();
  }

  AbstractInsnNode get(int index) {
    return method.instructions.get(index);
  }

  int indexOf(AbstractInsnNode at) {
    return method.instructions.indexOf(at);
  }

  MethodNode method() {
    return method;
  }

  /** Whether code can come to this instruction with nothing on the stack. */
  boolean isBetweenStatements(int index) {
    Frame<BasicValue> frame = frames[index];
    return frame != null && frame.getStackSize() == 0;
  }

  boolean isReached(int index) {
    return frames[index] != null;
  }

  /** Whether a jump may come in between, or an exception be handled in another way. */
  boolean isBorder(int index) {
    return get(index) instanceof LabelNode label && borders.contains(label);
  }

  /** Labels, lines and frames are no instructions. */
  static boolean isReal(AbstractInsnNode at) {
    return at.getOpcode() >= 0;
  }

  /** The next instruction behind one, or null. */
  static @Nullable AbstractInsnNode next(AbstractInsnNode at) {
    AbstractInsnNode next = at.getNext();
    while (next != null && !isReal(next)) {
      next = next.getNext();
    }
    return next;
  }

  /** The instruction before one, or null. */
  static @Nullable AbstractInsnNode previous(AbstractInsnNode at) {
    AbstractInsnNode previous = at.getPrevious();
    while (previous != null && !isReal(previous)) {
      previous = previous.getPrevious();
    }
    return previous;
  }

  /** The line of an instruction: the last line number before it. */
  int line(int index) {
    for (AbstractInsnNode at = get(index); at != null; at = at.getPrevious()) {
      if (at instanceof LineNumberNode number) {
        return number.line;
      }
    }
    // The first instructions may have none before them.
    for (AbstractInsnNode at = get(index); at != null; at = at.getNext()) {
      if (at instanceof LineNumberNode number) {
        return number.line;
      }
    }
    return 0;
  }

  /**
   * The identity of a place in its method: the instructions around it, without their lines, and
   * without the rest of the method.
   */
  String neighbourhood(int index) {
    List<String> texts = new ArrayList<>();
    AbstractInsnNode at = get(index);
    for (int i = 0; i < NEIGHBOURS; i++) {
      AbstractInsnNode before = previous(at);
      if (before == null) {
        break;
      }
      at = before;
    }
    AbstractInsnNode last = get(index);
    for (int i = 0; i < NEIGHBOURS; i++) {
      AbstractInsnNode after = next(last);
      if (after == null) {
        break;
      }
      last = after;
    }
    for (AbstractInsnNode each = at; each != null; each = next(each)) {
      texts.add(text(each));
      if (each == last) {
        break;
      }
    }
    return String.join(";", texts);
  }

  private static String text(AbstractInsnNode at) {
    String operand = "";
    if (at instanceof MethodInsnNode call) {
      operand = call.owner + "." + call.name + call.desc;
    } else if (at instanceof FieldInsnNode field) {
      operand = field.owner + "." + field.name;
    } else if (at instanceof LdcInsnNode constant) {
      operand = String.valueOf(constant.cst);
    } else if (at instanceof IntInsnNode constant) {
      operand = String.valueOf(constant.operand);
    } else if (at instanceof VarInsnNode variable) {
      operand = String.valueOf(variable.var);
    } else if (at instanceof IincInsnNode increment) {
      operand = increment.var + "+" + increment.incr;
    }
    return at.getOpcode() + " " + operand;
  }

  /** The parameters' types by their simple names, as a source has them. */
  static String signature(MethodNode method) {
    List<String> names = new ArrayList<>();
    for (Type type : Type.getArgumentTypes(method.desc)) {
      String name = type.getClassName();
      names.add(name.substring(Math.max(name.lastIndexOf('.'), name.lastIndexOf('$')) + 1));
    }
    return method.name + "(" + String.join(", ", names) + ")";
  }

  /** The instruction that takes a value of a type from the stack. */
  static InsnNode pop(Type type) {
    return new InsnNode(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
  }
}
