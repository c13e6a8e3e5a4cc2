package dev.xylem;

import dev.xylem.config.Configuration;
import dev.xylem.config.Settings;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Hands what {@link Main} read to whoever injects it. */
final class SettingsProducer {

    private static volatile @Nullable Configuration configuration;

    /** Before Quarkus boots. */
    static void offer(Configuration read) {
        configuration = read;
    }

    @Produces
    @Singleton
    Configuration configuration() {
        return Objects.requireNonNull(configuration, "Main reads the settings before Quarkus boots");
    }

    @Produces
    @Singleton
    Settings settings() {
        return configuration().settings();
    }
}
