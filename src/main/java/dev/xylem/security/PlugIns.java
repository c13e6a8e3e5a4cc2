package dev.xylem.security;

import dev.xylem.config.PlugIn;
import dev.xylem.config.SettingsException;
import java.io.File;
import java.lang.reflect.Constructor;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Makes objects of classes that are named in the configuration. They lie on the class path of the process, outside the packaged server; they
 * see the server's classes, not the other way round.
 */
final class PlugIns {
    private PlugIns() {}

    /**
     * An object of the class: made with the conf-file where there is one and a constructor takes a {@link Path}, else without arguments.
     *
     * @param setting the key of the configuration, for messages
     * @throws SettingsException when there is no such class, or none of that type
     */
    static <T> T make(Class<T> type, PlugIn plugIn, String setting) {
        String name = plugIn.implementation();
        try {
            Class<?> found = load(name);
            if (!type.isAssignableFrom(found)) {
                throw SettingsException.at(setting, name + " does not implement " + type.getName());
            }
            return type.cast(instance(found, plugIn));
        } catch (ClassNotFoundException e) {
            throw SettingsException.at(setting, "there is no class " + name + " on the class path");
        } catch (ReflectiveOperationException | LinkageError e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw SettingsException.at(setting, "no " + name + " can be made: " + cause);
        }
    }

    private static Object instance(Class<?> type, PlugIn plugIn) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (plugIn.confFile().isPresent()
                    && Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Path.class})) {
                return constructor.newInstance(plugIn.confFile().get());
            }
        }
        return type.getConstructor().newInstance();
    }

    private static Class<?> load(String name) throws ClassNotFoundException {
        ClassLoader own = PlugIns.class.getClassLoader();
        var outside = new Outside(classPath(), own);
        return outside.has(name) ? outside.loadClass(name) : Class.forName(name, true, own);
    }

    private static URL[] classPath() {
        List<String> entries = List.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1));
        return entries.stream()
                .filter(entry -> !entry.isEmpty())
                .map(PlugIns::url)
                .toArray(URL[]::new);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("a class path of files", e);
        }
    }

    /** Loads what lies on the class path by itself: the JVM's own loader would load it where it can't see the server's classes. */
    private static final class Outside extends URLClassLoader {
        Outside(URL[] classPath, ClassLoader parent) {
            super("plug-ins", classPath, parent);
        }

        boolean has(String name) {
            return findResource(name.replace('.', '/') + ".class") != null;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                if (loaded == null) {
                    loaded = !name.startsWith("java.") && !name.startsWith("dev.xylem.api.") && has(name)
                            ? findClass(name)
                            : super.loadClass(name, false);
                }
                return loaded;
            }
        }
    }
}
