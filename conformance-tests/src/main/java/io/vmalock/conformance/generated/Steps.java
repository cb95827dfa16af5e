package io.vmalock.conformance.generated;

import io.vmalock.conformance.model.ContractModel;
import io.vmalock.conformance.model.Step;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the steps of a program come from. */
@FunctionalInterface
interface Steps {
  /** The next one in this state, or null. */
  @Nullable Step next(ContractModel model);

  /** These. */
  static Steps of(List<Step> all) {
    Iterator<Step> rest = all.iterator();
    return model -> rest.hasNext() ? rest.next() : null;
  }
}
