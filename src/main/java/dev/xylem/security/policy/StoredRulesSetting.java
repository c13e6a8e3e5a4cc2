package dev.xylem.security.policy;

import dev.xylem.api.Namespace;
import java.time.Duration;

/**
 * {@code dbam}: the collection that holds permissions.
 *
 * @param refresh how old they may be
 */
record StoredRulesSetting(Namespace namespace, Duration refresh) {}
