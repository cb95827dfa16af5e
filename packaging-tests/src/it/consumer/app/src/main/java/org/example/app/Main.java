package org.example.app;

import io.vmalock.selection.Strategies;
import io.vmalock.selection.StrategyProvider;
import io.vmalock.space.AddressSpace;

/** Says which strategies are there, and reads an area under the one that is the default. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    for (StrategyProvider found : Strategies.all()) {
      System.out.println("found " + found.name());
    }
    AddressSpace<String> space = AddressSpace.create();
    space.write(section -> section.map(0x1000, 0x3000, Strategies.choose().name()));
    String read = space.read(0x1234, hold -> hold.attachment());
    System.out.println("read under " + read);
  }
}
