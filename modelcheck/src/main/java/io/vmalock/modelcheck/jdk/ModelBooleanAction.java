package io.vmalock.modelcheck.jdk;

import java.security.PrivilegedAction;

/**
 * Stands for a JDK-internal action that looks up a system property and that no other module may
 * use: {@code Arrays} on 17 uses one to choose its sorting algorithm.
 */
public final class ModelBooleanAction implements PrivilegedAction<Boolean> {
  private final String property;

  /** As that of the JDK. */
  public ModelBooleanAction(String property) {
    this.property = property;
  }

  @Override
  public Boolean run() {
    return Boolean.getBoolean(property);
  }
}
