package io.vmalock.selection;

import io.vmalock.VmaLockStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A place that is searched for providers.
 *
 * <p>The {@link ServiceLoader} alone decides which classes are providers. It leaves some declared
 * classes out silently, and does not name the class in some of its errors. So the declarations are
 * read too, to explain the fault.
 */
sealed interface ProviderSource {
  /** The file that declares providers on the class path. */
  String FILE = "META-INF/services/" + VmaLockStrategy.class.getName();

  /**
   * A class that is declared as a provider.
   *
   * @param module the module whose module-info declares it, or null for a services file
   * @param location the jar, directory or module of the declaration
   */
  record Declaration(String className, @Nullable Module module, String location) {
    /** Whether a failure of the service loader names this class in its text. */
    boolean isIn(Throwable failure) {
      return String.valueOf(failure.getMessage()).contains(className);
    }
  }

  /** The providers that can be loaded. */
  ServiceLoader<VmaLockStrategy> load();

  /** The declared providers, whether they can be loaded or not. Never throws. */
  List<Declaration> declarations();

  /**
   * The class that a declaration offers, not initialized: the declared one, or the return type of
   * its provider method.
   *
   * @throws ClassNotFoundException if there is none
   * @throws LinkageError if a class that it needs is missing
   */
  Class<?> load(Declaration declaration) throws ClassNotFoundException;

  /** A class loader, with its parents: services files. */
  record OfLoader(ClassLoader loader) implements ProviderSource {
    @Override
    public ServiceLoader<VmaLockStrategy> load() {
      return ServiceLoader.load(VmaLockStrategy.class, loader);
    }

    @Override
    public List<Declaration> declarations() {
      List<Declaration> declarations = new ArrayList<>();
      try {
        for (URL file : Collections.list(loader.getResources(FILE))) {
          String location = Locations.ofServicesFile(file);
          for (String className : classNames(file)) {
            declarations.add(new Declaration(className, null, location));
          }
        }
      } catch (IOException | RuntimeException e) {
        // A loader or file that cannot be read: the service loader's own error reports it.
        return declarations;
      }
      return declarations;
    }

    private static List<String> classNames(URL file) {
      List<String> names = new ArrayList<>();
      try {
        URLConnection connection = file.openConnection();
        connection.setUseCaches(false); // a cached jar would stay open
        try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
          for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int comment = line.indexOf('#');
            String name = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!name.isEmpty()) {
              names.add(name);
            }
          }
        }
      } catch (IOException e) {
        return names; // as above
      }
      return names;
    }

    @Override
    public Class<?> load(Declaration declaration) throws ClassNotFoundException {
      return Class.forName(declaration.className(), false, loader);
    }

    @Override
    public String toString() {
      return "class loader " + (loader.getName() == null ? loader.toString() : loader.getName());
    }
  }

  /** A module layer, with its parents: the {@code provides} of module descriptors. */
  record OfLayer(ModuleLayer layer) implements ProviderSource {
    @Override
    public ServiceLoader<VmaLockStrategy> load() {
      return ServiceLoader.load(layer, VmaLockStrategy.class);
    }

    @Override
    public List<Declaration> declarations() {
      List<Declaration> declarations = new ArrayList<>();
      Deque<ModuleLayer> left = new ArrayDeque<>(List.of(layer));
      Set<ModuleLayer> seen = new LinkedHashSet<>();
      while (!left.isEmpty()) {
        ModuleLayer next = left.remove();
        if (seen.add(next)) {
          left.addAll(next.parents());
          next.modules().forEach(module -> addProvided(module, declarations));
        }
      }
      return declarations;
    }

    private static void addProvided(Module module, List<Declaration> declarations) {
      module.getDescriptor().provides().stream()
          .filter(provides -> provides.service().equals(VmaLockStrategy.class.getName()))
          .flatMap(provides -> provides.providers().stream())
          .map(name -> new Declaration(name, module, Locations.of(module)))
          .forEach(declarations::add);
    }

    @Override
    public Class<?> load(Declaration declaration) throws ClassNotFoundException {
      Module module = declaration.module();
      Class<?> found = module == null ? null : Class.forName(module, declaration.className());
      if (found == null) {
        throw new ClassNotFoundException(declaration.className());
      }
      return Arrays.stream(found.getMethods())
          .filter(method -> method.getName().equals("provider"))
          .filter(method -> method.getParameterCount() == 0)
          .filter(method -> Modifier.isStatic(method.getModifiers()))
          .<Class<?>>map(Method::getReturnType)
          .findFirst()
          .orElse(found);
    }

    @Override
    public String toString() {
      return layer == ModuleLayer.boot()
          ? "the boot module layer"
          : "a module layer with " + layer.modules().size() + " modules of its own";
    }
  }
}
