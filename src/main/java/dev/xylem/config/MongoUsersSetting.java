package dev.xylem.config;

import java.time.Duration;

/**
 * A collection of users: one item of {@code dbim}.
 *
 * @param cached false: each request looks its user up
 * @param cacheSize how many users are remembered
 * @param cacheTtl how long: a user changed elsewhere is refused after that
 */
public record MongoUsersSetting(
        String database,
        String collection,
        String idProperty,
        String passwordProperty,
        String rolesProperty,
        boolean cached,
        int cacheSize,
        Duration cacheTtl) {}
