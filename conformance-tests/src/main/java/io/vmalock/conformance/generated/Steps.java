package io.vmalock.conformance.generated;

import io.vmalock.conformance.model.ContractModel;
import io.vmalock.conformance.model.Step;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The source of the steps of a program. */
@FunctionalInterface
interface Steps {
  /** The next step in this state, or null. */
  @Nullable Step next(ContractModel model);

  /** The given steps. */
  static Steps of(List<Step> all) {
    Iterator<Step> rest = all.iterator();
    return model -> rest.hasNext() ? rest.next() : null;
  }
}
