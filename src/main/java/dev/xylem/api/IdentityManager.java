package dev.xylem.api;

import java.util.Optional;

/** Plug-in point: tells who stands behind credentials. Managers are asked in order; the first answer counts. */
@FunctionalInterface
public interface IdentityManager {
    /**
     * The caller behind the credentials; empty when they are wrong or not of a kind this manager knows. An exception counts as wrong,
     * but for a {@link ProblemException} of a server error (the users can't be looked up now): that is the answer if no other manager knows
     * the caller.
     */
    Optional<Caller> identify(Credentials credentials);
}
