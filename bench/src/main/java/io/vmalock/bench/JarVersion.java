package io.vmalock.bench;

import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar of this command. */
final class JarVersion implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = JarVersion.class.getPackage().getImplementationVersion();
    return new String[] {"vmalock " + (version == null ? "(not run from a jar)" : version)};
  }
}
