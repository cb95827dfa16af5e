package io.vmalock.modelcheck.jdk;

import io.vmalock.modelcheck.execution.Access;
import io.vmalock.modelcheck.execution.ModelThread;
import io.vmalock.modelcheck.variable.ElementVariable;
import io.vmalock.modelcheck.variable.FieldVariable;
import io.vmalock.modelcheck.variable.Variable;
import io.vmalock.modelcheck.variable.Variables;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle.AccessMode;
import org.jspecify.annotations.Nullable;

/** Stands for {@link java.lang.invoke.VarHandle} in rewritten code. */
public final class ModelVarHandle {
  private final @Nullable FieldVariable field;
  private final @Nullable String unmodelled;

  private ModelVarHandle(@Nullable FieldVariable field) {
    this.field = field;
    this.unmodelled = null;
  }

  private ModelVarHandle(Class<?> owner, String name) throws NoSuchFieldException {
    boolean modelled = owner.getClassLoader() instanceof Variables.Source;
    field = modelled ? Variables.find(owner, name) : null;
    unmodelled = modelled ? null : owner.getName() + "." + name;
  }

  /** In place of {@code MethodHandles.privateLookupIn}: no lookup is needed. */
  public static MethodHandles.Lookup privateLookupIn(Class<?> target, MethodHandles.Lookup caller) {
    return caller;
  }

  /** In place of {@code lookup.findVarHandle}. */
  public static ModelVarHandle findVarHandle(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException {
    return new ModelVarHandle(owner, name);
  }

  /** In place of {@code lookup.findStaticVarHandle}. */
  public static ModelVarHandle findStaticVarHandle(
      MethodHandles.Lookup lookup, Class<?> owner, String name, Class<?> type)
      throws NoSuchFieldException {
    return new ModelVarHandle(owner, name);
  }

  /** In place of the JDK-internal {@code MhUtil.findVarHandle}. */
  public static ModelVarHandle findVarHandle(
      MethodHandles.Lookup lookup, String name, Class<?> type) throws NoSuchFieldException {
    return new ModelVarHandle(lookup.lookupClass(), name);
  }

  /** In place of {@code lookup.unreflectVarHandle}. */
  public static ModelVarHandle unreflectVarHandle(
      MethodHandles.Lookup lookup, java.lang.reflect.Field field) throws NoSuchFieldException {
    return new ModelVarHandle(field.getDeclaringClass(), field.getName());
  }

  /** In place of {@code MethodHandles.arrayElementVarHandle}. */
  public static ModelVarHandle arrayElementVarHandle(Class<?> arrayClass) {
    return new ModelVarHandle(null);
  }

  /** An acquire fence that was looked up; a direct call becomes a call of a hook. */
  public static void acquireFence() {
    ModelUnsafe.getUnsafe().loadFence();
  }

  /** A release fence that was looked up. */
  public static void releaseFence() {
    ModelUnsafe.getUnsafe().storeFence();
  }

  /** A full fence that was looked up. */
  public static void fullFence() {
    ModelUnsafe.getUnsafe().fullFence();
  }

  /** A load-load fence that was looked up. */
  public static void loadLoadFence() {
    ModelUnsafe.getUnsafe().loadLoadFence();
  }

  /** A store-store fence that was looked up. */
  public static void storeStoreFence() {
    ModelUnsafe.getUnsafe().storeStoreFence();
  }

  /** Has no effect: conversion checks the types. */
  public ModelVarHandle withInvokeExactBehavior() {
    return this;
  }

  /** Has no effect: conversion checks the types. */
  public ModelVarHandle withInvokeBehavior() {
    return this;
  }

  /** An access by the method of a mode; what it returns is boxed. */
  public @Nullable Object access(
      AccessMode mode,
      @Nullable Object owner,
      int index,
      @Nullable Object one,
      @Nullable Object two) {
    if (field != null) {
      if (!field.isStatic() && owner == null) {
        throw new NullPointerException("field " + field + " of null");
      }
      return Access.perform(mode, field, owner, 0, one, two);
    }
    if (unmodelled != null) {
      throw ModelThread.refusal("access to " + unmodelled + " through a handle");
    }
    return ofElement(mode, owner, index, one, two);
  }

  static @Nullable Object ofElement(
      AccessMode mode,
      @Nullable Object array,
      int index,
      @Nullable Object one,
      @Nullable Object two) {
    if (array == null) {
      throw new NullPointerException("element of a null array");
    }
    java.util.Objects.checkIndex(index, java.lang.reflect.Array.getLength(array));
    ModelThread me = ModelThread.current();
    Variable elements = me == null ? ElementVariable.ofKind(array) : me.execution().elements(array);
    return Access.perform(mode, elements, array, index, one, two);
  }
}
