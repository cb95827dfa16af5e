package io.vmalock.biased;

import static io.vmalock.biased.Edits.call;
import static io.vmalock.biased.Edits.constant;
import static io.vmalock.biased.Edits.copy;
import static io.vmalock.biased.Edits.expect;
import static io.vmalock.biased.Edits.insertFirst;
import static io.vmalock.biased.Edits.load;
import static io.vmalock.biased.Edits.method;
import static io.vmalock.biased.Edits.mode;
import static io.vmalock.biased.Edits.move;
import static io.vmalock.biased.Edits.next;
import static io.vmalock.biased.Edits.only;
import static io.vmalock.biased.Edits.previous;
import static io.vmalock.biased.Edits.put;
import static io.vmalock.biased.Edits.replace;
import static io.vmalock.biased.Edits.without;
import static io.vmalock.biased.Edits.withoutFence;
import static io.vmalock.biased.Edits.withoutScan;

import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.VarInsnNode;

/** The strategy without one of the steps that its argument rests on; each made of its bytecode. */
enum Mutant {
  SEQUENCE_OPAQUE(
      Story.GONE_AND_REBIASED,
      "L4",
      Type.STRATEGY,
      type -> call(method(type, "startRead("), "sequenceAcquire").name = "sequence"),

  // ---- The reader in a slot ----
  SEQUENCE_NOT_LOOKED_AT_AGAIN(Story.SLOT, "X1", Mutant::sequenceNotLookedAt),
  SEQUENCE_LOOKED_AT_AGAIN_ACQUIRE(
      Story.SLOT,
      "X1",
      Type.STRATEGY,
      type -> call(method(type, "startRead("), "sequenceVolatile").name = "sequenceAcquire"),
  SEQUENCE_LOOKED_AT_AGAIN_OPAQUE(
      Story.SLOT,
      "X1",
      Type.STRATEGY,
      type -> call(method(type, "startRead("), "sequenceVolatile").name = "sequence"),
  MM_NOT_LOOKED_AT(Story.GONE_WHILE_BIASED, "L4", Mutant::mmNotLookedAt),
  MM_LOOKED_AT_AFTER_SEQUENCE(Story.ATTACH, "X1", Mutant::mmAfterSequence),
  CLAIM_ACQUIRE(
      Story.SLOT,
      "X2",
      Type.SLOTS,
      type -> mode(type, "tryClaim", "compareAndSet", "weakCompareAndSetAcquire")),
  CLAIM_RELEASE(
      Story.SLOT,
      "X2",
      Type.SLOTS,
      type -> mode(type, "tryClaim", "compareAndSet", "weakCompareAndSetRelease")),
  SLOT_GIVEN_BACK_OPAQUE(
      Story.SLOT, "V2", Type.SLOTS, type -> mode(type, "release", "setRelease", "setOpaque")),
  SLOT_LOOKED_AT_OPAQUE(
      Story.SLOT, "V2", Type.SLOTS, type -> mode(type, "id", "getAcquire", "getOpaque")),
  ONE_ID_FOR_ALL(Story.HOLD_ACROSS_MMS, "livelock", Type.VMA, Mutant::oneId),

  // ---- The bias ----
  BIAS_STORED_OVER_NEWER(Story.OLDER_REBIAS, "V2", Type.MM, Mutant::overNewer),
  BIAS_STORED_BLINDLY(Story.STALE_REBIAS, "X2", Type.MM, Mutant::blindBias),

  // ---- The scan ----
  NO_FENCE_IN_START_WRITE(
      Story.SLOT, "X1", Type.STRATEGY, type -> withoutFence(type, "startWrite(Lio/vmalock/Mm;Lio")),
  NO_FENCE_IN_BULK(Story.BULK_AND_ONE, "X1", Type.STRATEGY, type -> withoutFence(type, "take")),
  NO_FENCE_IN_DETACH(
      Story.DETACH_AND_ONE,
      "L4",
      Type.STRATEGY,
      type -> withoutFence(type, "detach(Lio/vmalock/Mm;Lio")),
  NO_FENCE_IN_BULK_DETACH(
      Story.BULK_DETACH_AND_ONE,
      "L4",
      Type.STRATEGY,
      type -> withoutFence(type, "detach(Lio/vmalock/Mm;Ljava")),
  NO_SCAN_IN_START_WRITE(
      Story.SLOT, "X2", Type.STRATEGY, type -> withoutScan(type, "startWrite(Lio/vmalock/Mm;Lio")),
  NO_SCAN_IN_BULK(Story.BULK, "X2", Type.STRATEGY, type -> withoutScan(type, "take")),
  NO_SCAN_IN_DETACH(
      Story.DETACH, "L4", Type.STRATEGY, type -> withoutScan(type, "detach(Lio/vmalock/Mm;Lio")),
  NO_SCAN_IN_BULK_DETACH(
      Story.BULK_DETACH,
      "L4",
      Type.STRATEGY,
      type -> withoutScan(type, "detach(Lio/vmalock/Mm;Ljava")),
  SCAN_DOES_NOT_LOOK(Story.SLOT, "X2", Type.MM, Mutant::scanDoesNotLook),
  SCAN_FORGETS_WHO_IS_LEFT(Story.HOLD_OUTLASTS_SECTION, "X2", Type.MM, Mutant::scanForgets),

  // ---- The count ----
  ENTRY_ACQUIRE(
      Story.COUNTED_BY_ONE,
      "X2",
      Type.VMA,
      type -> copy(type, "addToCount", "getAndAdd", "getAndAddAcquire"),
      Type.STRATEGY,
      type -> call(method(type, "startCounted"), "addToCount", 0).name = "addToCountWeakly"),
  VMA_SEQUENCE_LOOKED_AT_AGAIN_ACQUIRE(
      Story.COUNTED_BY_ONE,
      "X1",
      Type.VMA,
      type -> mode(type, "sequenceVolatile", "getVolatile", "getAcquire")),
  VMA_SEQUENCE_LOOKED_AT_AGAIN_OPAQUE(
      Story.COUNTED_BY_ONE,
      "X1",
      Type.VMA,
      type -> mode(type, "sequenceVolatile", "getVolatile", "getOpaque")),
  COUNT_LOOKED_AT_OPAQUE(
      Story.COUNTED_BY_ONE,
      "V2",
      Type.VMA,
      type -> mode(type, "inside", "getAcquire", "getOpaque")),
  LEAVES_PLAINLY(
      Story.COUNTED_BY_ONE,
      "V2",
      Type.VMA,
      type ->
          mode(
              type,
              "weakCompareAndSetCountRelease",
              "weakCompareAndSetRelease",
              "weakCompareAndSetPlain")),
  NO_ACQUIRE_FENCE_IN_BULK(Story.COUNTED_BULK, "V2", Type.STRATEGY, Mutant::noAcquireFence),
  MM_LOOKED_AT_BEFORE_LEAVING(
      Story.COUNTED_MOVE_AND_WRITE, "P2", Type.STRATEGY, Mutant::mmBeforeLeaving),
  WAITED_NOT_SET(
      Story.COUNTED_BY_ONE,
      "P2",
      Type.STRATEGY,
      type -> {
        without(type, Type.AWAIT, "setWaited");
        without(type, Type.AWAIT, "clearWaited");
      }),
  WAITED_NOT_SET_INTERRUPTIBLE(
      Story.COUNTED_INTERRUPTIBLE,
      "P2",
      Type.STRATEGY,
      type -> without(type, Type.TIMED_AWAIT, "setWaited")),

  NUMBER_MAY_BE_TO_COME(Story.NUMBER_COMES_AGAIN, "X1", Type.STRATEGY, Mutant::maybeToCome),

  // ---- The mark ----
  MARK_NOT_TAKEN_AWAY(
      Story.QUIET, "X2", Type.STRATEGY, type -> withoutMarkTakenAway(type, "startCounted")),
  MARK_NOT_TAKEN_AWAY_LOCKED(
      Story.QUIET_AND_LOCKED,
      "X2",
      Type.STRATEGY,
      type -> withoutMarkTakenAway(type, "startReadLocked")),
  MARK_READ_BEFORE_SEQUENCE(Story.QUIET_AGAIN, "V2", Type.STRATEGY, Mutant::markReadFirst),
  MARK_NOT_LOOKED_AT_AGAIN(Story.QUIET, "V2", Type.STRATEGY, Mutant::markNotLookedAt),
  MARK_GOES_FOR_ALL(Story.QUIET_OF_OTHERS, "X2", Type.MM, Mutant::quietForLong),
  MARK_IS_OPEN_SEQUENCE(
      Story.QUIET_AGAIN, "X1", Type.MM, type -> constant(type, "mark(", BiasedMm.AGES, 0)),
  RELEASED_NOT_OLDER(
      Story.QUIET_AND_GIVE_UP, "X2", Type.STRATEGY, type -> olderInReleased(type, 2)),

  // ---- The life of a VMA ----
  DETACHED_STORED_AFTER_WAIT(Story.COUNTED_DETACH, "L4", Type.STRATEGY, Mutant::detachedLate),
  NO_FENCE_IN_ATTACH(
      Story.COUNTED_MOVE_INSIDE,
      "X1",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, Type.ATTACH);
        in.instructions.remove(call(in, "releaseFence"));
      },
      Type.BASE,
      Mutant::noFenceInJoin),
  RELEASE_IN_PLACE_OF_FENCE_IN_ATTACH(
      Story.COUNTED_MOVE_AND_END,
      "L6",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, Type.ATTACH);
        in.instructions.remove(call(in, "releaseFence"));
        call(in, "setSequence").name = "setSequenceRelease";
      },
      Type.BASE,
      Mutant::noFenceInJoin),
  ATTACH_OVERWRITES_COUNT(
      Story.COUNTED_REUSE,
      "P6",
      Type.VMA,
      Mutant::clearsCount,
      Type.STRATEGY,
      Mutant::attachClearsCount),
  // ---- Retired ----
  NO_FENCE_IN_RETIRE(
      Story.RETIRE, "R2", Type.STRATEGY, type -> withoutFence(type, "retire(Lio/vmalock/Mm;Lio")),
  NO_FENCE_IN_RETIRE_COUNTED(
      Story.COUNTED_RETIRE,
      "R2",
      Type.STRATEGY,
      type -> withoutFence(type, "retire(Lio/vmalock/Mm;Lio")),
  NO_FENCE_IN_BULK_RETIRE(
      Story.RETIRE_BULK_AND_ONE, "V2", Type.STRATEGY, type -> withoutFence(type, Type.TELL_ALL)),
  NO_SCAN_IN_RETIRE(
      Story.RETIRE, "R2", Type.STRATEGY, type -> withoutScan(type, "retire(Lio/vmalock/Mm;Lio")),
  NO_SCAN_IN_BULK_RETIRE(
      Story.RETIRE_BULK_AND_ONE, "R2", Type.STRATEGY, type -> withoutScan(type, Type.TELL_ALL)),
  COUNTED_NOT_TOLD(
      Story.COUNTED_RETIRE, "R2", Type.STRATEGY, type -> without(type, Type.TELL, "setWaited")),
  NO_LOOK_AFTER_TELLING(
      Story.COUNTED_RETIRE, "R2", Type.STRATEGY, type -> noDrain(type, Type.TELL)),
  LAST_COUNTED_ENDS_NOTHING(
      Story.COUNTED_RETIRE, "R2", Type.STRATEGY, type -> noDrain(type, "tell(")),
  SLOTS_NOT_LOOKED_AT_FOR_END(
      Story.RETIRE_THREE_DEEP,
      "R2",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, "endIfDrained");
        replace(in, call(in, "count"), new InsnNode(Opcodes.POP2), new InsnNode(Opcodes.ICONST_0));
      }),
  COUNT_NOT_LOOKED_AT_FOR_END(
      Story.COUNTED_RETIRE_AND_LOOK,
      "R2",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, "endIfDrained");
        replace(in, call(in, "inside"), new InsnNode(Opcodes.POP), new InsnNode(Opcodes.ICONST_0));
      }),
  NEGATED_NOT_COUNTED(
      Story.RETIRE_AND_LOOK,
      "R2",
      Type.SLOTS,
      type -> {
        MethodNode in = method(type, "count(");
        in.instructions.remove(call(in, "abs"));
      }),
  END_WRITE_OPAQUE(
      Story.EARLY_END_AND_OTHER,
      "V1",
      Type.STRATEGY,
      type -> call(method(type, "endWrite("), "setSequenceRelease").name = "setSequence"),

  // ---- The optimistic reader ----
  NO_FENCE_BEFORE_VALIDATE(
      Story.OPTIMISTIC,
      "O1",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, "validate");
        in.instructions.remove(call(in, "acquireFence"));
      }),
  NO_FENCE_FOR_OPTIMISTIC(
      Story.OPTIMISTIC,
      "O1",
      Type.STRATEGY,
      type -> withoutFence(type, "startWrite(Lio/vmalock/Mm;Lio")),
  NO_FENCE_FOR_OPTIMISTIC_IN_BULK(
      Story.OPTIMISTIC_BULK, "O1", Type.STRATEGY, type -> withoutFence(type, "take")),
  NO_FENCE_FOR_OPTIMISTIC_IN_DETACH(
      Story.OPTIMISTIC_DETACH,
      "O1",
      Type.STRATEGY,
      type -> withoutFence(type, "detach(Lio/vmalock/Mm;Lio")),
  NO_FENCE_FOR_OPTIMISTIC_IN_BULK_DETACH(
      Story.OPTIMISTIC_BULK_DETACH,
      "O1",
      Type.STRATEGY,
      type -> withoutFence(type, "detach(Lio/vmalock/Mm;Ljava")),
  NO_FENCE_FOR_OPTIMISTIC_IN_RETIRE(
      Story.OPTIMISTIC_RETIRE,
      "O1",
      Type.STRATEGY,
      type -> withoutFence(type, "retire(Lio/vmalock/Mm;Lio")),
  NO_FENCE_FOR_OPTIMISTIC_IN_BULK_RETIRE(
      Story.OPTIMISTIC_BULK_RETIRE, "O1", Type.STRATEGY, type -> withoutFence(type, Type.TELL_ALL)),
  FRESH_NUMBER_GIVEN_OUT_OPAQUE(
      Story.OPTIMISTIC_EARLY_END,
      "O1",
      Type.BASE,
      type -> call(method(type, "freshSequence"), "setRelease").name = "setOpaque"),
  FRESH_NUMBER_LOOKED_AT_OPAQUE(
      Story.OPTIMISTIC_EARLY_END,
      "O1",
      Type.BASE,
      type -> call(method(type, "isPast"), "getAcquire", 1).name = "getOpaque"),
  END_OF_SECTION_OPAQUE(
      Story.OPTIMISTIC_TWICE,
      "O1",
      Type.BASE,
      type -> call(method(type, "isPast"), "getAcquire", 0).name = "getOpaque"),
  RELEASED_BY_NUMBER_OF_SECTION(
      Story.OPTIMISTIC_EARLY_END,
      "O1",
      Type.STRATEGY,
      type -> olderInReleased(type, BiasedMm.AGES)),
  GIVEN_BACK_BY_NUMBER_OF_SECTION(
      Story.OPTIMISTIC_GIVE_UP, "O1", Type.STRATEGY, type -> olderInReleased(type, BiasedMm.AGES)),
  NUMBER_MAY_BE_OF_OTHER(
      Story.OPTIMISTIC_AND_OTHERS_NUMBER,
      "O1",
      Type.STRATEGY,
      type -> {
        MethodNode in = method(type, "validate");
        replace(
            in, call(in, "belongsTo"), new InsnNode(Opcodes.POP2), new InsnNode(Opcodes.ICONST_1));
      }),
  COMING_BACK_NOT_COUNTED(
      Story.OPTIMISTIC_AND_OTHERS_NUMBER,
      "O1",
      Type.BASE,
      type ->
          replace(
              method(type, "rejoined"),
              call(method(type, "rejoined"), "getAcquire"),
              new InsnNode(Opcodes.POP2),
              new InsnNode(Opcodes.LCONST_0))),
  NUMBER_MAY_BE_TO_COME_FOR_OPTIMISTIC(
      Story.OPTIMISTIC_AND_NUMBER_TO_COME,
      "O1",
      Type.BASE,
      type -> ((JumpInsnNode) only(method(type, "isPast"), Opcodes.IFGE)).setOpcode(Opcodes.IFEQ));

  /** The story that shows it. */
  final Story story;

  /** The rule that it breaks there, or the kind of fault where that is no rule. */
  final String rule;

  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to it
  private final MutatedClasses.Edit[] edits;

  Mutant(Story story, String rule, Consumer<ClassNode> edit) {
    this(story, rule, Type.STRATEGY, edit);
  }

  Mutant(Story story, String rule, Class<?> type, Consumer<ClassNode> edit) {
    this.story = story;
    this.rule = rule;
    this.edits = new MutatedClasses.Edit[] {new MutatedClasses.Edit(type, edit)};
  }

  Mutant(
      Story story,
      String rule,
      Class<?> type,
      Consumer<ClassNode> edit,
      Class<?> other,
      Consumer<ClassNode> change) {
    this.story = story;
    this.rule = rule;
    this.edits =
        new MutatedClasses.Edit[] {
          new MutatedClasses.Edit(type, edit), new MutatedClasses.Edit(other, change)
        };
  }

  /** The place that is mutated. */
  private static final class Type {
    static final Class<?> STRATEGY = BiasedStrategy.class;
    static final Class<?> MM = BiasedMm.class;
    static final Class<?> BASE = io.vmalock.Mm.class;
    static final Class<?> VMA = BiasedVma.class;
    static final Class<?> SLOTS = Slots.class;

    static final String TELL =
        "tellReaders(Lio/vmalock/biased/BiasedMm;Lio/vmalock/biased/BiasedVma;";
    static final String TELL_ALL = "tellReaders(Lio/vmalock/biased/BiasedMm;Ljava";
    static final String ATTACH = "attach(Lio/vmalock/Mm;Lio";
    static final String AWAIT =
        "awaitReaders(Lio/vmalock/biased/BiasedMm;Lio/vmalock/biased/BiasedVma;)";
    static final String TIMED_AWAIT = AWAIT.replace(")", "JJ)");
  }

  /** The class files of a loader, but for those that this mutant is made of. */
  ClassLoader classes(ClassLoader original) {
    return new MutatedClasses(original, edits);
  }

  /**
   * A VMA that is given back gets the number of its section minus this distance, and no fresh one.
   */
  private static void olderInReleased(ClassNode type, long older) {
    MethodNode in = method(type, "released");
    MethodInsnNode fresh = call(in, "freshSequence");
    fresh.name = "sequence";
    in.instructions.insert(fresh, new InsnNode(Opcodes.LSUB));
    in.instructions.insert(fresh, new LdcInsnNode(older));
  }

  /** Joining an mm has a fence of its own, for a VMA that left one before. */
  private static void noFenceInJoin(ClassNode type) {
    MethodNode in = method(type, "countRejoined");
    in.instructions.remove(call(in, "releaseFence"));
  }

  private static void noDrain(ClassNode type, String method) {
    MethodNode in = method(type, method);
    replace(
        in, call(in, "endIfDrained"), new InsnNode(Opcodes.POP), new InsnNode(Opcodes.ICONST_0));
  }

  private static void sequenceNotLookedAt(ClassNode type) {
    MethodNode in = method(type, "startRead(");
    MethodInsnNode look = call(in, "sequenceVolatile");
    AbstractInsnNode compared = next(look);
    expect(compared, Opcodes.LLOAD);
    replace(
        in,
        look,
        new InsnNode(Opcodes.POP),
        new VarInsnNode(Opcodes.LLOAD, ((VarInsnNode) compared).var));
  }

  private static void mmNotLookedAt(ClassNode type) {
    MethodNode in = method(type, "startRead(");
    MethodInsnNode look = call(in, "belongsTo");
    replace(in, look, new InsnNode(Opcodes.POP2), new InsnNode(Opcodes.ICONST_1));
  }

  private static void mmAfterSequence(ClassNode type) {
    MethodNode in = method(type, "startRead(");
    AbstractInsnNode first = previous(previous(call(in, "belongsTo")));
    AbstractInsnNode last = call(in, "sequenceVolatile");
    while (last.getOpcode() != Opcodes.IFNE) {
      last = next(last);
    }
    AbstractInsnNode compare = next(next(next(first)));
    expect(compare, Opcodes.IFEQ);
    ((JumpInsnNode) compare).label = ((JumpInsnNode) last).label; // where the slot is given back
    move(in, first, 4, last);
  }

  private static void oneId(ClassNode type) {
    MethodNode in = method(type, "<init>");
    replace(in, call(in, "nextId"), new InsnNode(Opcodes.LCONST_1));
  }

  private static void overNewer(ClassNode type) {
    MethodNode in = method(type, "sample");
    AbstractInsnNode jump = next(next(next(only(in, Opcodes.LSUB))));
    expect(jump, Opcodes.IFGE);
    ((JumpInsnNode) jump).setOpcode(Opcodes.IFEQ);
  }

  private static void blindBias(ClassNode type) {
    MethodNode in = method(type, "sample");
    MethodInsnNode store = call(in, "weakCompareAndSetPlain");
    AbstractInsnNode expected = previous(previous(store));
    expect(expected, Opcodes.LLOAD);
    expect(next(store), Opcodes.POP);
    in.instructions.remove(expected);
    in.instructions.remove(next(store));
    store.name = "setOpaque";
    store.desc = store.desc.replace("JJ)Z", "J)V");
  }

  private static void scanDoesNotLook(ClassNode type) {
    MethodNode in = method(type, "scan");
    replace(in, call(in, "id"), new InsnNode(Opcodes.POP), new InsnNode(Opcodes.LCONST_0));
  }

  private static void scanForgets(ClassNode type) {
    insertFirst(
        method(type, "scan"),
        load(0),
        new InsnNode(Opcodes.ICONST_0),
        put(type.name, "taken", "I"));
  }

  private static void noAcquireFence(ClassNode type) {
    MethodNode in = method(type, "mayHaveCounted");
    in.instructions.remove(call(in, "acquireFence"));
  }

  private static void withoutMarkTakenAway(ClassNode type, String method) {
    MethodNode in = method(type, method);
    replace(in, call(in, "endQuiet"), new InsnNode(Opcodes.POP2), new InsnNode(Opcodes.POP));
  }

  private static void markReadFirst(ClassNode type) {
    MethodNode in = method(type, "startRead(");
    AbstractInsnNode mm = previous(call(in, "bias"));
    expect(mm, Opcodes.ALOAD);
    AbstractInsnNode sequence = previous(call(in, "sequenceAcquire"));
    move(in, mm, 3, previous(sequence));
  }

  /** Only that the VMA's number is not the open section's, and not that it is older. */
  private static void maybeToCome(ClassNode type) {
    MethodNode in = method(type, "startCounted");
    AbstractInsnNode minus = only(in, Opcodes.LSUB);
    AbstractInsnNode jump = next(next(next(minus)));
    expect(jump, Opcodes.IFLT);
    ((JumpInsnNode) jump).setOpcode(Opcodes.IFNE);
    replace(
        in,
        minus,
        new InsnNode(Opcodes.LCONST_1),
        new InsnNode(Opcodes.LOR),
        new InsnNode(Opcodes.LSUB));
  }

  private static void markNotLookedAt(ClassNode type) {
    MethodNode in = method(type, "take");
    AbstractInsnNode stored = next(call(in, "bias"));
    expect(stored, Opcodes.LSTORE);
    MethodInsnNode again = call(in, "scan");
    in.instructions.insert(again, new VarInsnNode(Opcodes.LLOAD, ((VarInsnNode) stored).var));
    in.instructions.insert(again, new InsnNode(Opcodes.POP2));
  }

  private static void quietForLong(ClassNode type) {
    insertFirst(
        method(type, "quietSince"),
        new VarInsnNode(Opcodes.LLOAD, 0),
        new LdcInsnNode(1L << 61),
        new InsnNode(Opcodes.LSUB),
        new VarInsnNode(Opcodes.LSTORE, 0));
  }

  private static void mmBeforeLeaving(ClassNode type) {
    MethodNode in = method(type, "leave(");
    MethodInsnNode look = call(in, "mm");
    AbstractInsnNode stored = next(look);
    expect(stored, Opcodes.ASTORE);
    AbstractInsnNode loaded = previous(look);
    in.instructions.remove(loaded);
    in.instructions.remove(look);
    in.instructions.remove(stored);
    insertFirst(in, loaded, look, stored);
  }

  private static void clearsCount(ClassNode type) {
    MethodNode clear = new MethodNode(0, "clear", "()V", null, null);
    insertFirst(
        clear,
        new FieldInsnNode(Opcodes.GETSTATIC, type.name, "COUNT", "Ljava/lang/invoke/VarHandle;"),
        load(0),
        new InsnNode(Opcodes.ICONST_0),
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL,
            "java/lang/invoke/VarHandle",
            "setVolatile",
            "(L" + type.name + ";I)V"),
        new InsnNode(Opcodes.RETURN));
    type.methods.add(clear);
  }

  private static void attachClearsCount(ClassNode type) {
    MethodNode in = method(type, Type.ATTACH);
    MethodInsnNode clear =
        new MethodInsnNode(
            Opcodes.INVOKEVIRTUAL, "io/vmalock/biased/BiasedVma", "clear", "()V", false);
    MethodInsnNode joined = call(in, "joinMm");
    AbstractInsnNode vma = previous(previous(joined));
    expect(vma, Opcodes.ALOAD);
    in.instructions.insert(joined, clear);
    in.instructions.insert(joined, load(((VarInsnNode) vma).var));
  }

  private static void detachedLate(ClassNode type) {
    MethodNode in = method(type, "detach(Lio/vmalock/Mm;Lio");
    MethodInsnNode store = call(in, "setSequenceBeforeFence");
    expect(previous(store), Opcodes.LCONST_0);
    move(in, previous(previous(store)), 3, call(in, "awaitReaders"));
  }
}
