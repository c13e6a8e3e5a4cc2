package dev.xylem.cli.migration;

import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * A configuration of RESTHeart, as ours.
 *
 * @param configuration for xylem.yml
 * @param security for security.yml beside it; empty where there are neither users nor permissions
 * @param unprotected something that was protected is not, or not in the same way; the configuration says what
 */
public record Migration(String configuration, Optional<String> security, boolean unprotected) {
    /** RESTHeart 3 fills these from its environment. */
    private static final Pattern BLANK = Pattern.compile("\\{\\{\\{?\\s*([\\w.-]+)\\s*}?}}");

    /**
     * Reads the file, and those that it names.
     *
     * @param environment by name; fills the file's {@code {{blanks}}}
     * @throws SettingsException when one can't be read
     */
    public static Migration of(Path file, Map<String, String> environment) {
        var old = Old.of(yaml(file, environment));
        var draft = new Draft();
        boolean nine = old.find("http-listener").filter(Map.class::isInstance).isPresent()
                || old.has("mclient")
                || old.has("mongo")
                || old.has("basicAuthMechanism");
        var files = new NamedFiles(file, environment);
        if (nine) {
            new FromNine(old, draft, files).run();
        } else {
            new FromThree(old, draft, files).run();
        }
        return new Migration(
                draft.configuration(file.getFileName() + " (RESTHeart " + (nine ? "9" : "3") + ")"),
                draft.hasSecurity() ? Optional.of(draft.securityFile()) : Optional.empty(),
                draft.isUnprotected());
    }

    /** Files that the configuration names. */
    record NamedFiles(Path configuration, Map<String, String> environment) {
        /** RESTHeart starts relative names at its JAR, which mostly lies beside the file or one folder up. */
        Old read(String name) {
            Path here = configuration.toAbsolutePath().resolveSibling(name);
            Path above = configuration.toAbsolutePath().resolveSibling("..").resolve(name);
            Path found = Files.isRegularFile(here) ? here : above;
            if (!Files.isRegularFile(found)) {
                throw SettingsException.of(List.of(configuration + ": names " + name + ", which is neither at "
                        + here.normalize() + " nor at " + above.normalize()));
            }
            return Old.of(yaml(found, environment));
        }
    }

    private static Object yaml(Path file, Map<String, String> environment) {
        try {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(filled(file, Files.readString(file), environment));
            return read == null ? Map.of() : read;
        } catch (IOException e) {
            throw SettingsException.of(List.of(file + ": can't be read; expected a readable YAML file"));
        } catch (YAMLException e) {
            // Its text quotes the file, which may hold a secret.
            throw SettingsException.of(List.of(file + ": not readable as YAML"));
        }
    }

    private static String filled(Path file, String text, Map<String, String> environment) {
        var missing = new TreeSet<String>();
        String filled = BLANK.matcher(text).replaceAll(blank -> {
            String value = environment.get(blank.group(1));
            if (value == null && !isComment(text, blank.start())) {
                missing.add(blank.group(1));
            }
            return Matcher.quoteReplacement(value == null ? "" : value);
        });
        if (!missing.isEmpty()) {
            throw SettingsException.of(List.of(file + ": has blanks that RESTHeart fills from its environment: "
                    + String.join(", ", missing) + ". Name the file with their values, --env-file=FILE"));
        }
        return filled;
    }

    private static boolean isComment(String text, int at) {
        return text.substring(text.lastIndexOf('\n', at) + 1, at).strip().startsWith("#");
    }
}
