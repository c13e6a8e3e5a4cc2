package dev.xylem.config;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A MongoDB connection string. It may hold a password: print {@link #masked()} or {@link #hosts()}, never {@link #value()}.
 *
 * @param value as written
 */
public record MongoUri(String value) {

    private static final Pattern FORM = Pattern.compile(
            "(mongodb(?:\\+srv)?://)(?:([^@/?]*)@)?([^@/?,\\s]+(?:,[^@/?,\\s]+)*)(/[^?@]*)?(\\?[^@]*)?");

    /** Options whose values are secrets: client key passwords and the like. */
    private static final Pattern SECRET_OPTION =
            Pattern.compile("(?i)([?&][^=&]*(?:password|token|secret|key|properties)[^=&]*=)[^&]*");

    /** Empty when the text has not the form of a connection string; the driver checks the rest. */
    static Optional<MongoUri> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new MongoUri(text)) : Optional.empty();
    }

    /** The hosts, comma-separated, with their ports where given. */
    public String hosts() {
        return FORM.matcher(value).replaceFirst("$3");
    }

    /** The connection string without password. */
    public String masked() {
        var parts = FORM.matcher(value);
        if (!parts.matches()) {
            return "****";
        }
        return parts.group(1)
                + credentials(parts.group(2))
                + parts.group(3)
                + text(parts.group(4))
                + SECRET_OPTION.matcher(text(parts.group(5))).replaceAll("$1****");
    }

    private static String credentials(@Nullable String userInfo) {
        if (userInfo == null) {
            return "";
        }
        int colon = userInfo.indexOf(':');
        return colon < 0 ? userInfo + "@" : userInfo.substring(0, colon) + ":****@";
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }

    @Override
    public String toString() {
        return masked();
    }
}
