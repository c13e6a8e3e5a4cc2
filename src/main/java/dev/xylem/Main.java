package dev.xylem;

import dev.xylem.cli.BackupCommand;
import dev.xylem.cli.Doctor;
import dev.xylem.cli.MigrateConfig;
import dev.xylem.config.CommandLine;
import dev.xylem.config.Configuration;
import dev.xylem.config.MigrationWords;
import dev.xylem.config.SettingsException;
import dev.xylem.http.AccessCheck;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.file.Path;
import java.util.List;

/**
 * The entry. Command line and settings are read before Quarkus boots, so that a mistake in them is one clear text and nothing has
 * happened yet.
 */
@QuarkusMain
public final class Main {

    /** Wrong settings or a wrong command line. */
    static final int EXIT_SETTINGS = 2;

    private Main() {}

    /** Serves until SIGTERM, or does what {@code export}, {@code import}, {@code hash-password}, {@code doctor}, {@code migrate-config}, {@code --check}, {@code --version} or {@code --help} says. */
    public static void main(String... args) {
        // Before the first log line: the single JAR has no start script, nor Quarkus' entry, that would say it.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        try {
            var commandLine = CommandLine.parse(List.of(args));
            switch (commandLine.task()) {
                case HELP -> System.out.print(Usage.TEXT);
                case VERSION -> System.out.println("Xylem " + Version.current());
                case CHECK -> check(configuration(commandLine));
                case SERVE -> serve(configuration(commandLine));
                case EXPORT, IMPORT -> System.exit(backup(commandLine));
                case HASH_PASSWORD -> System.exit(HashPassword.run());
                case MIGRATE_CONFIG -> migrate(commandLine.migration().orElseThrow());
                case DOCTOR -> System.exit(doctor(configuration(commandLine)));
            }
        } catch (SettingsException e) {
            System.err.println(e.text());
            System.err.println("xylem: not started. --help shows the usage, docs/configuration.md every key.");
            System.exit(EXIT_SETTINGS);
        }
    }

    private static int backup(CommandLine commandLine) {
        var settings = configuration(commandLine).settings();
        var words = commandLine.backup().orElseThrow();
        return commandLine.task() == CommandLine.Task.EXPORT
                ? BackupCommand.export(words, settings, Version.current())
                : BackupCommand.restore(words, settings);
    }

    private static Configuration configuration(CommandLine commandLine) {
        return Configuration.read(commandLine, System.getenv(), Path.of(""));
    }

    private static void check(Configuration configuration) {
        AccessCheck.run(configuration.settings());
        System.out.println(
                "# Xylem " + Version.current() + ", " + configuration.file().orElse("no configuration file"));
        System.out.print(configuration.toYaml());
        if (!configuration.withoutEffect().isEmpty()) {
            System.out.println("# without effect: " + String.join(", ", configuration.withoutEffect()));
        }
    }

    private static int doctor(Configuration configuration) {
        var settings = configuration.settings();
        AccessCheck.run(settings);
        return Doctor.run(settings, ReadyLine.storeDescription(settings), System.out);
    }

    private static void migrate(MigrationWords words) {
        MigrateConfig.run(words, System.getenv());
        words.folder().ifPresent(folder -> {
            var file = Path.of(folder, "xylem.yml").toString();
            AccessCheck.run(
                    configuration(CommandLine.parse(List.of("check", file))).settings());
            System.err.println("xylem: wrote " + file + ", and checked it. Next: xylem doctor " + file);
        });
    }

    private static void serve(Configuration configuration) {
        SettingsProducer.offer(configuration);
        QuarkusProperties.of(configuration.settings()).forEach(System::setProperty);
        var exit = new Exit(configuration.settings());
        Runtime.getRuntime().addShutdownHook(new Thread(exit::onSignal, "xylem-exit"));
        Quarkus.run(Server.class, exit::onEnd);
    }
}
