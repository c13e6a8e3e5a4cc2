package dev.xylem.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
     * {@code XYLEM_*} variables. Their names can't be split back into keys, so they are found from the keys that are asked for.
     *
     * @param variables ours only, by name
     */
    record Environment(Map<String, String> variables) implements Source {
        @Override
        public Optional<Raw> at(String path) {
            var name = nameOf(path);
            return Optional.ofNullable(variables.get(name)).map(text -> text(text, Origin.environment(name)));
        }

        static String nameOf(String path) {
            return "XYLEM_" + path.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_');
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
