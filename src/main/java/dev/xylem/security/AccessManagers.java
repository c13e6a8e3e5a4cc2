package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.config.AccessSettings;
import dev.xylem.config.PlugIn;
import dev.xylem.config.SettingsException;
import dev.xylem.security.policy.PolicyManager;
import dev.xylem.security.policy.RequestSketch;
import dev.xylem.storage.Store;
import dev.xylem.storage.StoredDocuments;
import java.nio.file.Path;
import java.util.Set;
import org.jboss.logging.Logger;

/** Makes the access manager that is configured. */
public final class AccessManagers {
    private static final Logger LOG = Logger.getLogger(AccessManagers.class);
    private static final Set<String> OURS = Set.of("file", "mongo", "file-and-mongo");

    private AccessManagers() {}

    /** @throws SettingsException when the manager can't be made, its file is wrong, or one of the file's tests fails */
    public static AccessManager of(AccessSettings settings, Store store, RequestSketch sketch) {
        if (settings.accessManager().isEmpty()) {
            return settings.isOpen() ? new OpenAccess() : new KnownCallers();
        }
        if (settings.idm().isEmpty()) {
            LOG.warn("an access-manager without idm: nobody is known, so only rules for $unauthenticated can match");
        }
        PlugIn configured = settings.accessManager().get();
        return OURS.contains(configured.implementation())
                ? policy(configured, sketch).follow(new StoredDocuments(store))
                : PlugIns.make(AccessManager.class, configured, "access-manager.implementation-class");
    }

    /** Reads what a start would read, files only, and runs the tests in there. */
    public static void check(AccessSettings settings, RequestSketch sketch) {
        settings.accessManager()
                .filter(configured -> OURS.contains(configured.implementation()))
                .ifPresent(configured -> policy(configured, sketch));
    }

    private static PolicyManager policy(PlugIn configured, RequestSketch sketch) {
        Path file = configured
                .confFile()
                .orElseThrow(() -> SettingsException.at(
                        "access-manager.conf-file", "missing; expected the file that holds the permissions"));
        return PolicyManager.of(file, configured.implementation(), sketch);
    }
}
