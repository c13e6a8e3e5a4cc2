package dev.xylem.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The settings, and where they came from.
 *
 * @param file the file that was read; empty for none
 * @param withoutEffect RESTHeart's keys that were given and mean nothing here, each with ours for the same purpose
 */
public record Configuration(Settings settings, Optional<String> file, List<String> withoutEffect, List<Key> keys) {

    /** What is read when no file is named and this one is there. */
    public static final String DEFAULT_FILE = "etc/xylem.yml";

    /** Variables of the build, the tests and the benchmark, which share the prefix. */
    private static final Predicate<String> NOT_OURS =
            Pattern.compile("XYLEM_(TEST_|BENCH_|DOCUMENTDB_|JAVA_HOME$).*").asMatchPredicate();

    public Configuration {
        withoutEffect = List.copyOf(withoutEffect);
        keys = List.copyOf(keys);
    }

    /**
     * Reads everything: command line over environment over file over defaults.
     *
     * @param folder what relative file names start from
     * @throws SettingsException naming every fault
     */
    public static Configuration read(CommandLine commandLine, Map<String, String> environment, Path folder) {
        List<Source> sources = new ArrayList<>();
        sources.add(new Source.Options(commandLine.options()));
        sources.add(new Source.Environment(ours(environment), folder));
        var file = commandLine
                .file()
                .or(() -> Optional.of(DEFAULT_FILE).filter(name -> Files.exists(folder.resolve(name))));
        file.ifPresent(name -> sources.add(tree(name, folder)));

        var reading = new Reading(sources, folder);
        var settings = SettingsReader.read(Values.over(reading));
        var withoutEffect = UnknownKeys.check(reading);
        reading.throwIfFaulty();
        return new Configuration(settings, file, withoutEffect, List.copyOf(reading.keys.values()));
    }

    /** The effective configuration as YAML, secrets masked, with the origin of whatever is not a default. */
    public String toYaml() {
        return EffectiveYaml.of(keys);
    }

    private static Map<String, String> ours(Map<String, String> environment) {
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("XYLEM_") && !NOT_OURS.test(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Source tree(String name, Path folder) {
        try (var stream = open(name, folder)) {
            return switch (YamlReader.file(stream, name)) {
                case Raw.Mapping mapping -> new Source.Tree("", mapping);
                case Raw.Nothing(var origin) -> new Source.Tree("", new Raw.Mapping(Map.of(), origin));
                case Raw other ->
                    throw new SettingsException(new Fault(
                            other.origin(), "", "expected a mapping of keys to values, found " + kindOf(other)));
            };
        } catch (NoSuchFileException e) {
            throw new SettingsException(new Fault(new Origin(name, 0), "", "no such file"));
        } catch (IOException e) {
            throw new SettingsException(
                    new Fault(new Origin(name, 0), "", "can't be read; expected a readable YAML file"));
        }
    }

    private static String kindOf(Raw raw) {
        return raw instanceof Raw.Text ? "text" : raw.described();
    }

    private static InputStream open(String name, Path folder) throws IOException {
        var path = folder.resolve(name);
        if (Files.isDirectory(path)) {
            throw new SettingsException(new Fault(new Origin(name, 0), "", "expected a file, found a folder"));
        }
        return Files.newInputStream(path);
    }
}
