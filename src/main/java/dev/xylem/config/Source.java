package dev.xylem.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One place that settings come from. */
sealed interface Source {

    /**
     * What this source says about a key.
     *
     * @param path the full key with dots, {@code limits.body}
     */
    Optional<Raw> at(String path);

    /**
     * {@code --key=value} options.
     *
     * @param options by full key
     */
    record Options(Map<String, String> options) implements Source {
        @Override
        public Optional<Raw> at(String path) {
            return Optional.ofNullable(options.get(path)).map(text -> text(text, Origin.COMMAND_LINE));
        }
    }

    /**
     * {@code XYLEM_*} variables. Their names can't be split back into keys, so they are found from the keys that are asked for. Of a secret,
     * the name with {@code _FILE} behind it names the file that holds the value, as container engines hand them out.
     *
     * @param variables ours only, by name
     */
    record Environment(Map<String, String> variables, Path folder) implements Source {
        private static final String FILE = "_FILE";

        /** Not jwt.key: it has a key of its own for that, jwt.key-file. */
        private static final Set<String> SECRETS =
                Set.of("mongo-uri", "cursor-key", "keystore-password", "certpassword");

        @Override
        public Optional<Raw> at(String path) {
            var name = nameOf(path);
            var file = SECRETS.contains(path) ? variables.get(name + FILE) : null;
            if (file == null) {
                return Optional.ofNullable(variables.get(name)).map(text -> text(text, Origin.environment(name)));
            }
            var origin = Origin.environment(name + FILE);
            if (variables.containsKey(name)) {
                throw new SettingsException(new Fault(origin, "", "contradicts " + name + "; give one of them"));
            }
            return Optional.of(text(content(file, origin), origin));
        }

        private String content(String file, Origin origin) {
            try {
                return Files.readString(folder.resolve(file)).strip();
            } catch (IOException | InvalidPathException e) {
                throw new SettingsException(new Fault(origin, "", "expected the name of a readable file in UTF-8"));
            }
        }

        static String nameOf(String path) {
            return "XYLEM_" + path.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
        }

        /** True when a variable of that name is looked at for the key. */
        static boolean isNameOf(String path, String name) {
            return name.equals(nameOf(path)) || (SECRETS.contains(path) && name.equals(nameOf(path) + FILE));
        }
    }

    /**
     * A file, or flow text that stands for a part of one.
     *
     * @param root where the mapping sits: empty, or a key that ends with a dot
     */
    record Tree(String root, Raw.Mapping mapping) implements Source {
        @Override
        public Optional<Raw> at(String path) {
            return path.startsWith(root)
                    ? Optional.ofNullable(within(path.substring(root.length())))
                    : Optional.empty();
        }

        private @Nullable Raw within(String path) {
            Raw.@Nullable Mapping level = mapping;
            var names = path.split("\\.", -1);
            for (int i = 0; i < names.length - 1; i++) {
                level = level.entries().get(names[i]) instanceof Raw.Mapping inner ? inner : null;
                if (level == null) {
                    return null;
                }
            }
            return level.entries().get(names[names.length - 1]);
        }
    }

    private static Raw text(String text, Origin origin) {
        return text.isEmpty() ? new Raw.Nothing(origin) : new Raw.Text(text, origin);
    }
}
