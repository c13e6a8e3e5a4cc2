package dev.xylem.config;

import java.util.Optional;

/**
 * Who may come in, and who decides what they may do.
 *
 * @param idm who knows the users; empty: nobody is known
 * @param accessManager who decides; empty: every known caller may do everything, or everyone where nobody is known
 * @param allowOpen true when a server without either may listen beyond loopback
 */
public record AccessSettings(Optional<PlugIn> idm, Optional<PlugIn> accessManager, boolean allowOpen) {

    /** True when whoever reaches the listener may read and change everything. */
    public boolean isOpen() {
        return idm.isEmpty() && accessManager.isEmpty();
    }
}
