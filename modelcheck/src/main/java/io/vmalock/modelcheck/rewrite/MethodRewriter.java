package io.vmalock.modelcheck.rewrite;

import io.vmalock.modelcheck.instruction.Hooks;
import io.vmalock.modelcheck.jdk.ModelUnsafe;
import io.vmalock.modelcheck.jdk.ModelVarHandle;
import io.vmalock.modelcheck.memory.Fence;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Renamed;
import io.vmalock.modelcheck.variable.Site;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TryCatchBlockNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;

/** Rewrites the instructions of one method. Control flow stays, so stack map frames do. */
final class MethodRewriter {
  private static final String HOOKS = Type.getInternalName(Hooks.class);
  private static final String HANDLE = Type.getInternalName(ModelVarHandle.class);
  private static final String UNSAFE = Type.getInternalName(ModelUnsafe.class);
  private static final String THREAD = "java/lang/Thread";
  private static final String OBJECT = "Ljava/lang/Object;";
  private static final String STRIPED =
      Renamed.PREFIX.replace('.', '/') + "java/util/concurrent/atomic/Striped64";
  private static final String SECRETS = "jdk/internal/access/SharedSecrets";

  private static final Set<String> CATCH_ALL =
      Set.of("java/lang/Throwable", "java/lang/Error", "java/lang/LinkageError");

  /** Classes without hooks that read arrays which they are given, and keep none. */
  private static final Set<String> TAKES_ARRAYS =
      Set.of("java/lang/String", "java/lang/StringBuilder", "java/security/MessageDigest");

  /** An array of numbers or characters. */
  private static final Predicate<Type> IS_DATA =
      type ->
          type.getSort() == Type.ARRAY
              && type.getDimensions() == 1
              && type.getElementType().getSort() != Type.OBJECT;

  /** Methods that change nothing of their object, by their names. */
  private static final Pattern LOOKS =
      Pattern.compile(
          "(get|is|to|has|chars|code|compare|equals|indexOf|lastIndexOf|sub|before|after|group)"
              + ".*|length|charAt|hashCode|capacity|start|end");

  private static final Map<String, Fence> FENCES =
      Map.of(
          "acquireFence", Fence.ACQUIRE,
          "releaseFence", Fence.RELEASE,
          "loadLoadFence", Fence.LOAD_LOAD,
          "storeStoreFence", Fence.STORE_STORE,
          "fullFence", Fence.FULL);

  private final ClassIndex index;
  private final ClassNode node;
  private final MethodNode method;
  private final Bridges bridges;
  private final Counter counter;
  private final Permitted permitted;
  private int line;

  /**
   * Whether this is a constructor before its call of another one: no other code has the object yet.
   */
  private boolean unborn;

  /**
   * The stores to its fields so far. They cannot become hooks, which take no uninitialised object.
   */
  private final Map<FieldVariable, Integer> early = new LinkedHashMap<>();

  /**
   * The number of objects made and not yet constructed, to tell their constructors from this one's
   * super call.
   */
  private int pending;

  MethodRewriter(
      ClassIndex index, ClassNode node, MethodNode method, Bridges bridges, Counter counter) {
    this.index = index;
    this.node = node;
    this.method = method;
    this.bridges = bridges;
    this.counter = counter;
    this.permitted = new Permitted(index, index.policy());
  }

  void rewrite() {
    unborn = method.name.equals("<init>");
    Set<LabelNode> passed = new HashSet<>();
    for (AbstractInsnNode at : method.instructions.toArray()) {
      if (at instanceof LineNumberNode number) {
        line = number.line;
      } else if (at instanceof LabelNode label) {
        passed.add(label);
      } else if (at instanceof JumpInsnNode jump) {
        if (passed.contains(jump.label)) {
          again(jump);
        }
      } else if (at instanceof FieldInsnNode field) {
        field(field);
      } else if (at instanceof MethodInsnNode call) {
        call(call);
      } else if (at instanceof InvokeDynamicInsnNode dynamic) {
        dynamic(dynamic);
      } else if (at instanceof LdcInsnNode constant && constant.cst instanceof Handle) {
        refuse(at, "a method handle in the constant pool: look it up by a Lookup");
      } else if (at.getOpcode() == Opcodes.NEW) {
        pending++;
      } else {
        other(at);
      }
    }
    handlers();
  }

  /** The handlers that catch everything. They must not catch the error that ends an execution. */
  private void handlers() {
    Set<LabelNode> done = new HashSet<>();
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      // The handler of a synchronized block is its own handler, leaves the monitor, and rethrows.
      if (block.start == block.handler) {
        done.add(block.handler);
      } else if (isWithin(block.handler, block)) {
        // The added code may throw, and the handler must not catch that itself for ever.
        block.end = block.handler;
      }
    }
    for (TryCatchBlockNode block : method.tryCatchBlocks) {
      boolean catchesAll = block.type == null || CATCH_ALL.contains(block.type);
      if (catchesAll && done.add(block.handler)) {
        AbstractInsnNode first = block.handler;
        while (first.getOpcode() < 0) {
          first = first.getNext();
        }
        InsnList code = new InsnList();
        code.add(new InsnNode(Opcodes.DUP));
        code.add(hook("caught", "(" + OBJECT + ")V"));
        method.instructions.insertBefore(first, code);
      }
    }
  }

  private boolean isWithin(LabelNode label, TryCatchBlockNode block) {
    int at = method.instructions.indexOf(label);
    return method.instructions.indexOf(block.start) < at
        && at < method.instructions.indexOf(block.end);
  }

  private void field(FieldInsnNode at) {
    FieldVariable field = index.field(at.owner, at.name);
    int opcode = at.getOpcode();
    boolean stores = opcode == Opcodes.PUTFIELD || opcode == Opcodes.PUTSTATIC;
    if (field == null) {
      Number constant = at.owner.equals(UNSAFE) ? ModelUnsafe.constant(at.name) : null;
      if (constant != null) {
        // The type of the constants depends on the JDK.
        Object value = at.desc.equals("J") ? (Object) constant.longValue() : constant.intValue();
        replace(at, new LdcInsnNode(value));
        return;
      }
      if (at.owner.equals(UNSAFE) && at.name.equals("theUnsafe")) {
        replace(
            at,
            new MethodInsnNode(Opcodes.INVOKESTATIC, UNSAFE, "getUnsafe", "()L" + UNSAFE + ";"));
        return;
      }
      if (stores || !isConstantOfJdk(at)) {
        refuse(at, (stores ? "store to " : "load of ") + original(at.owner) + "." + at.name);
      }
      return;
    }
    if (unborn && opcode == Opcodes.PUTFIELD) {
      counter.constant();
      if (!field.isFinal()) {
        early.put(field, site("store to " + simple(at.owner) + "." + at.name, field));
      }
      return;
    }
    boolean initialises = opcode == Opcodes.PUTSTATIC && method.name.equals("<clinit>");
    boolean isConstant = field.isFinal() && !index.isWritten(at.owner, field);
    if (isConstant || initialises) {
      counter.constant();
      return;
    }
    if (field.isFinal() && stores) {
      writeFinal(at, field);
      return;
    }
    counter.access();
    Type type = Type.getType(at.desc);
    InsnList code = new InsnList();
    String what = (stores ? "store to " : "load of ") + simple(at.owner) + "." + at.name;
    int site = site(what, field);
    if (stores) {
      Boxing.box(code, type);
      code.add(new LdcInsnNode(site));
      code.add(
          opcode == Opcodes.PUTFIELD
              ? hook("storeField", "(" + OBJECT + OBJECT + "I)V")
              : hook("storeStatic", "(" + OBJECT + "I)V"));
    } else {
      if (opcode == Opcodes.GETSTATIC) {
        code.add(new InsnNode(Opcodes.ACONST_NULL));
      }
      code.add(new LdcInsnNode(site));
      code.add(hook("loadField", "(" + OBJECT + "I)" + OBJECT));
      Boxing.unbox(code, type);
    }
    replace(at, code);
  }

  /** The value goes into the model and into the field, for code that is not rewritten. */
  private void writeFinal(FieldInsnNode at, FieldVariable field) {
    counter.access();
    Type type = Type.getType(at.desc);
    InsnList code = new InsnList();
    Boxing.box(code, type);
    code.add(new InsnNode(Opcodes.DUP2));
    code.add(new LdcInsnNode(site("store to " + simple(at.owner) + "." + at.name, field)));
    code.add(hook("storeFinal", "(" + OBJECT + OBJECT + "I)V"));
    Boxing.unbox(code, type);
    method.instructions.insertBefore(at, code);
  }

  /**
   * Returns whether a field is a static final one of a class that is not rewritten, or one of the
   * model checker's own.
   */
  private boolean isConstantOfJdk(FieldInsnNode at) {
    ClassNode holder = index.node(at.owner);
    while (holder != null) {
      for (var field : holder.fields) {
        if (field.name.equals(at.name)) {
          return (field.access & Opcodes.ACC_FINAL) != 0;
        }
      }
      for (String inherited : holder.interfaces) {
        ClassNode constants = index.node(inherited);
        if (constants != null
            && constants.fields.stream().anyMatch(field -> field.name.equals(at.name))) {
          return true;
        }
      }
      holder = holder.superName == null ? null : index.node(holder.superName);
    }
    return false;
  }

  private void call(MethodInsnNode at) {
    if (at.name.equals("<init>") && at.getOpcode() == Opcodes.INVOKESPECIAL) {
      if (pending > 0) {
        pending--;
      } else if (unborn) {
        unborn = false;
        born(at);
      }
    }
    if (at.owner.equals(HANDLE)) {
      handle(at);
      return;
    }
    if (at.name.equals("hashCode")
        && at.desc.equals("()I")
        && at.getOpcode() == Opcodes.INVOKESPECIAL
        && at.owner.equals("java/lang/Object")) {
      redirect(
          at,
          new Redirects.Target(
              Type.getInternalName(io.vmalock.modelcheck.jdk.JdkCalls.class),
              "identityHashCode",
              "(" + OBJECT + ")I"));
      return;
    }
    Redirects.Target target = redirectOf(at.owner, at.name, at.desc);
    if (target != null) {
      redirect(at, target);
    } else if (at.owner.equals(SECRETS) && at.desc.startsWith("()")) {
      // A class initialiser keeps it in a field; calls of its methods are refused.
      replace(at, new InsnNode(Opcodes.ACONST_NULL));
    } else if (JdkNames.isModel(at.owner)) {
      counter.call();
      method.instructions.insertBefore(at, here(original(at.owner) + "." + at.name));
    } else {
      String refusal =
          permitted.refusal(at.owner, at.name, at.desc, at.getOpcode() == Opcodes.INVOKEINTERFACE);
      if (refusal != null) {
        refuse(at, because("call of " + original(at.owner) + "." + at.name + at.desc, refusal));
      } else {
        outside(at);
      }
    }
  }

  /** Adds accesses of the arguments before a call of code without hooks. */
  private void outside(MethodInsnNode at) {
    if (at.owner.startsWith("[")) {
      method.instructions.insertBefore(at, lend(at.owner, at));
      return;
    }
    Type[] arguments = Type.getArgumentTypes(at.desc);
    boolean lends = lends(at.owner, arguments);
    boolean guards =
        at.getOpcode() != Opcodes.INVOKESTATIC
            && !at.name.equals("<init>")
            && permitted.isGuarded(at.owner, at.name, at.desc);
    if (!lends && !guards) {
      return;
    }
    counter.call();
    InsnList code = new InsnList();
    int[] locals = new int[arguments.length];
    for (int i = arguments.length - 1; i >= 0; i--) {
      locals[i] = method.maxLocals;
      method.maxLocals += arguments[i].getSize();
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ISTORE), locals[i]));
    }
    if (guards) {
      code.add(new InsnNode(Opcodes.DUP));
      code.add(new LdcInsnNode(site(simple(at.owner) + "." + at.name, null)));
      code.add(hook(hookOfUse(at.name), "(" + OBJECT + "I)V"));
    }
    for (int i = 0; i < arguments.length; i++) {
      code.add(new VarInsnNode(arguments[i].getOpcode(Opcodes.ILOAD), locals[i]));
      if (lends && IS_DATA.test(arguments[i])) {
        code.add(lend(arguments[i].getInternalName(), at));
      }
    }
    method.instructions.insertBefore(at, code);
  }

  private static boolean lends(String owner, Type[] arguments) {
    return TAKES_ARRAYS.contains(owner) && Arrays.stream(arguments).anyMatch(IS_DATA);
  }

  /** Whether a reference is to a method before whose call there are hooks. */
  private boolean isWatched(Handle handle) {
    if (handle.getTag() <= Opcodes.H_PUTSTATIC) {
      return false;
    }
    return lends(handle.getOwner(), Type.getArgumentTypes(handle.getDesc()))
        || handle.getTag() == Opcodes.H_INVOKEVIRTUAL
            && permitted.isGuarded(handle.getOwner(), handle.getName(), handle.getDesc());
  }

  private static String hookOfUse(String method) {
    return LOOKS.matcher(method).matches() ? "look" : "change";
  }

  private InsnList lend(String type, MethodInsnNode at) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site(simple(at.owner) + "." + at.name, null)));
    code.add(hook("lend", "(" + OBJECT + "I)" + OBJECT));
    code.add(new TypeInsnNode(Opcodes.CHECKCAST, type));
    return code;
  }

  /** After the call of another constructor, turns the stores before it into stores like others. */
  private void born(MethodInsnNode at) {
    InsnList code = new InsnList();
    for (int site : early.values()) {
      code.add(new VarInsnNode(Opcodes.ALOAD, 0));
      code.add(new LdcInsnNode(site));
      code.add(hook("storedEarly", "(" + OBJECT + "I)V"));
    }
    method.instructions.insert(at, code);
  }

  /** Methods of Object may be called by the name of any class, since each inherits them. */
  private Redirects.@Nullable Target redirectOf(String owner, String name, String descriptor) {
    Redirects.Target target = Redirects.of(owner, name, descriptor);
    if (target == null && isMonitorMethod(name, descriptor)) {
      target = Redirects.of("java/lang/Object", name, descriptor);
    }
    if (target == null && index.isRewritten(owner)) {
      String inherited = index.declaring(owner, name, descriptor);
      if (THREAD.equals(inherited)) {
        target = Redirects.of(THREAD, name, descriptor);
      }
    }
    if (name.equals("nanoTime") && isTimedTryOfJdk()) {
      return Redirects.BEFORE_WAIT;
    }
    if (target == null && name.endsWith("Probe") && JdkNames.original(owner) != null) {
      target = Redirects.of(STRIPED, name, descriptor); // subclasses of it call it, too
    }
    return target;
  }

  /** Such as StampedLock.tryWriteLock and AbstractQueuedSynchronizer.tryAcquireNanos. */
  private boolean isTimedTryOfJdk() {
    return JdkNames.original(node.name) != null && method.name.startsWith("try");
  }

  private static boolean isMonitorMethod(String name, String descriptor) {
    return name.equals("wait")
            && (descriptor.equals("()V") || descriptor.equals("(J)V") || descriptor.equals("(JI)V"))
        || (name.equals("notify") || name.equals("notifyAll")) && descriptor.equals("()V");
  }

  private void redirect(MethodInsnNode at, Redirects.Target target) {
    counter.call();
    InsnList code = here(original(at.owner) + "." + at.name);
    if (target.takesCaller()) {
      code.add(new LdcInsnNode(Type.getObjectType(node.name)));
    }
    code.add(
        new MethodInsnNode(
            Opcodes.INVOKESTATIC,
            target.owner(),
            target.name(),
            target.descriptor(),
            target.isInterface()));
    replace(at, code);
  }

  private void handle(MethodInsnNode at) {
    Fence fence = FENCES.get(at.name);
    if (fence != null) {
      counter.call();
      InsnList code = new InsnList();
      code.add(new LdcInsnNode(fence.ordinal()));
      code.add(new LdcInsnNode(site("VarHandle." + at.name, null)));
      code.add(hook("fence", "(II)V"));
      replace(at, code);
    } else if (Bridges.isAccess(at.name)) {
      counter.access();
      method.instructions.set(
          at, bridges.call(at.name, at.desc, site("VarHandle." + at.name, null)));
    } else if (!at.name.startsWith("with")) {
      refuse(at, "call of java.lang.invoke.VarHandle." + at.name);
    }
  }

  private void dynamic(InvokeDynamicInsnNode at) {
    for (int i = 0; i < at.bsmArgs.length; i++) {
      if (at.bsmArgs[i] instanceof Handle handle) {
        Redirects.Target target = redirectOf(handle.getOwner(), handle.getName(), handle.getDesc());
        if (target != null && target.takesCaller()) {
          String what = "reference to " + original(handle.getOwner()) + "." + handle.getName();
          refuse(at, because(what, "it is modelled where it is called: use a lambda"));
        } else if (target != null) {
          counter.call();
          at.bsmArgs[i] =
              new Handle(
                  Opcodes.H_INVOKESTATIC,
                  target.owner(),
                  target.name(),
                  target.descriptor(),
                  target.isInterface());
        } else {
          String refusal = refusal(handle);
          if (refusal != null) {
            String what = "reference to " + original(handle.getOwner()) + "." + handle.getName();
            refuse(at, because(what, refusal));
          } else if (isWatched(handle)) {
            MethodNode bridge = bridges.to(handle);
            MethodRewriter rewriter = new MethodRewriter(index, node, bridge, bridges, counter);
            rewriter.line = line;
            rewriter.rewrite();
            at.bsmArgs[i] = bridges.handle(bridge);
          }
        }
      }
    }
  }

  private @Nullable String refusal(Handle handle) {
    if (handle.getOwner().equals(HANDLE)) {
      return "its access modes are known only where it is called";
    }
    if (handle.getTag() <= Opcodes.H_PUTSTATIC || JdkNames.isModel(handle.getOwner())) {
      return null;
    }
    return permitted.refusal(
        handle.getOwner(),
        handle.getName(),
        handle.getDesc(),
        handle.getTag() == Opcodes.H_INVOKEINTERFACE);
  }

  private static String because(String what, String refusal) {
    return refusal.isEmpty() ? what : what + " (" + refusal + ")";
  }

  private void other(AbstractInsnNode at) {
    switch (at.getOpcode()) {
      case Opcodes.MONITORENTER -> monitor(at, "monitorEnter");
      case Opcodes.MONITOREXIT -> monitor(at, "monitorExit");
      case Opcodes.IALOAD,
          Opcodes.LALOAD,
          Opcodes.FALOAD,
          Opcodes.DALOAD,
          Opcodes.AALOAD,
          Opcodes.BALOAD,
          Opcodes.CALOAD,
          Opcodes.SALOAD ->
          elementLoad(at);
      case Opcodes.IASTORE, Opcodes.BASTORE, Opcodes.CASTORE, Opcodes.SASTORE ->
          elementStore(at, "storeInt", "I");
      case Opcodes.LASTORE -> elementStore(at, "storeLong", "J");
      case Opcodes.FASTORE -> elementStore(at, "storeFloat", "F");
      case Opcodes.DASTORE -> elementStore(at, "storeDouble", "D");
      case Opcodes.AASTORE -> elementStore(at, "storeElement", OBJECT);
      default -> {
        // touches no shared memory
      }
    }
  }

  /** A jump back means another round of a loop. */
  private void again(JumpInsnNode at) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site("a loop", null)));
    code.add(hook("again", "(I)V"));
    method.instructions.insertBefore(at, code);
  }

  private void monitor(AbstractInsnNode at, String hook) {
    counter.call();
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site(hook, null)));
    code.add(hook(hook, "(" + OBJECT + "I)V"));
    replace(at, code);
  }

  private void elementLoad(AbstractInsnNode at) {
    counter.access();
    InsnList code = new InsnList();
    code.add(new InsnNode(Opcodes.DUP2));
    code.add(new LdcInsnNode(site("load of an element", null)));
    code.add(hook("loadElement", "(" + OBJECT + "II)V"));
    method.instructions.insertBefore(at, code);
  }

  private void elementStore(AbstractInsnNode at, String hook, String type) {
    counter.access();
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site("store to an element", null)));
    code.add(hook(hook, "(" + OBJECT + "I" + type + "I)V"));
    replace(at, code);
  }

  private void refuse(AbstractInsnNode at, String what) {
    counter.unmodelled(what + " at line " + line);
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site(what, null)));
    code.add(hook("unmodelled", "(I)V"));
    method.instructions.insertBefore(at, code);
  }

  private InsnList here(String what) {
    InsnList code = new InsnList();
    code.add(new LdcInsnNode(site(what, null)));
    code.add(hook("at", "(I)V"));
    return code;
  }

  private int site(String what, @Nullable FieldVariable field) {
    String name = Renamed.original(node.name.replace('/', '.'));
    String file = node.sourceFile == null ? "?" : node.sourceFile;
    return Site.register(new Site(name, method.name, file, line, what, field));
  }

  private static String original(String internalName) {
    return Renamed.original(internalName.replace('/', '.'));
  }

  private static String simple(String internalName) {
    return internalName.substring(internalName.lastIndexOf('/') + 1);
  }

  private static MethodInsnNode hook(String name, String descriptor) {
    return new MethodInsnNode(Opcodes.INVOKESTATIC, HOOKS, name, descriptor);
  }

  private void replace(AbstractInsnNode at, AbstractInsnNode code) {
    method.instructions.set(at, code);
  }

  private void replace(AbstractInsnNode at, InsnList code) {
    method.instructions.insertBefore(at, code);
    method.instructions.remove(at);
  }
}
