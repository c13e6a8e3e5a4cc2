package dev.xylem.http;

import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.security.Access;
import dev.xylem.security.AccessManagers;

/** What {@code --check} does with policies. */
public final class AccessCheck {
    private AccessCheck() {}

    /**
     * Reads the policy and runs its tests, through the configured mounts; the database is not asked.
     *
     * @throws SettingsException naming what is wrong, and the tests that fail
     */
    public static void run(Settings settings) {
        Access.check(settings.access());
        AccessManagers.check(settings.access(), SketchedIncoming.sketch(settings));
    }
}
