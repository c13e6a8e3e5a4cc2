package dev.xylem.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Who may come in, and who decides what they may do.
 *
 * @param idm who knows the users; empty: nobody is known by a password
 * @param accessManager who decides; empty: every known caller may do everything, or everyone where nobody is known
 * @param allowOpen true when a server without any of these may listen beyond loopback
 * @param passwordStrength what zxcvbn must say of a password that a user is given, 1 to 4; 0 takes any
 * @param jwt whose bearer tokens are believed; empty: nobody's
 */
public record AccessSettings(
        Optional<PlugIn> idm,
        Optional<PlugIn> accessManager,
        boolean allowOpen,
        int passwordStrength,
        Optional<JwtSettings> jwt,
        Tokens tokens,
        Audit audit) {

    /** True when whoever reaches the listener may read and change everything. */
    public boolean isOpen() {
        return idm.isEmpty() && accessManager.isEmpty() && jwt.isEmpty();
    }

    /** True where callers get tokens: somebody must have a password that they can stand for. */
    public boolean hasTokens() {
        return tokens.enabled() && idm.isPresent();
    }

    /**
     * Tokens that stand for a password.
     *
     * @param ttl how long one lives after its last use, 1 s to 12 h
     */
    public record Tokens(boolean enabled, Duration ttl, TokenPlace place) {}

    /**
     * The audit log.
     *
     * @param file where it goes; empty: with the other log
     */
    public record Audit(boolean enabled, Optional<Path> file) {}
}
