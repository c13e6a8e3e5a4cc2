package dev.xylem.security;

import dev.xylem.config.PlugIn;
import dev.xylem.config.SettingsException;
import java.lang.reflect.Constructor;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes objects of classes that are named in the configuration, which lie on the class path of the process. */
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
            Class<?> found = Class.forName(name);
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
}
