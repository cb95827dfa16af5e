package io.vmalock.conformance.generated;

import io.vmalock.conformance.check.Check;
import java.util.List;

/** Every check that is made from the contract's model. */
public final class GeneratedChecks {
  private GeneratedChecks() {}

  /** All of them. */
  public static List<Check> all() {
    return List.of(
        new CombinationsCheck(),
        new ProgramsCheck(),
        new SizesCheck(),
        new LengthsCheck(),
        new WaitersCheck(),
        new SecondWriterCheck(),
        new CrowdCheck(),
        new PassersCheck());
  }
}
