package io.vmalock.modelcheck.jdk;

import java.security.PrivilegedAction;

/**
 * Stands for an action of the JDK's own that looks a system property up, and that no other module
 * may use: {@code Arrays} on 17 decides by one how it sorts.
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
