package dev.xylem.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keys of the configuration that a later release reads. Setting one is an error, never ignored: who writes {@code idm} believes that
 * the server is protected. The release that reads a key deletes its line here.
 */
final class ReservedKeys {

    private static final String MECHANISM = "this version takes bearer tokens as jwt says, and users as idm says";

    /** Each key with what holds until then. A group stands for all of its keys. */
    static final Map<String, String> NAMES = new LinkedHashMap<>();

    static {
        NAMES.put("auth-mechanism", MECHANISM);
    }

    private ReservedKeys() {}

    /** The fault's text when the path is a reserved key or lies under one. */
    static Optional<String> of(String path) {
        return NAMES.entrySet().stream()
                .filter(entry -> path.equals(entry.getKey()) || path.startsWith(entry.getKey() + "."))
                .findFirst()
                .map(entry -> "comes with a later release; " + entry.getValue() + ". Remove it to start");
    }
}
