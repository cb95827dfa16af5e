/** The machine and the JVM: their description, the layout of objects, and forked JVMs. */
@NullMarked
package io.vmalock.bench.machine;

import org.jspecify.annotations.NullMarked;
