package dev.xylem.api;

import java.util.Optional;

/** Plug-in point: tells who stands behind credentials. Managers are asked in order; the first answer counts. */
@FunctionalInterface
public interface IdentityManager {
    /**
     * The caller behind the credentials; empty when they are wrong or not of a kind this manager knows. An exception counts as wrong.
     */
    Optional<Caller> identify(Credentials credentials);
}
