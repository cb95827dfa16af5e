package io.vmalock.conformance.designs;

import io.vmalock.Capability;
import java.util.EnumSet;
import java.util.Set;

/** Gates whose readers another thread may let out. */
public abstract class HandingOver extends Gated {
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> capabilities = EnumSet.copyOf(super.capabilities());
    capabilities.add(Capability.END_READ_ELSEWHERE);
    return capabilities;
  }
}
