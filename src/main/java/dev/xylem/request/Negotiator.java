package dev.xylem.request;

import dev.xylem.api.Format;
import dev.xylem.api.Format.Hal;
import dev.xylem.api.Format.JsonMode;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the representation: {@code rep} first, then {@code Accept} (RFC 9110, section 12.5.1), then the configured default. */
final class Negotiator {
    private static final String HAL_JSON = "application/hal+json";
    private static final String JSON = "application/json";
    private static final String SHELL = "application/javascript";

    private final Representation preferred;

    Negotiator(Representation preferred) {
        this.preferred = preferred;
    }

    /** @param reading false for writes, whose short answers go out even where nothing acceptable is left */
    Format negotiate(Parameters parameters, List<String> accept, boolean reading) {
        JsonMode mode = parameters.choice("jsonMode", JsonMode.class, JsonMode.DEFAULT);
        Hal hal = hal(parameters.one("hal"));
        String rep = parameters.one("rep");
        if (rep != null) {
            Representation representation = representation(rep);
            return new Format(representation, hal, mode, label(representation, mode));
        }
        String range = new Acceptance(accept).best(defaultType(), HAL_JSON, JSON);
        if (range == null && reading) {
            throw Problem.of(
                            ProblemType.NOT_ACCEPTABLE,
                            "Nothing fits the Accept header; served are " + HAL_JSON + " and " + JSON + ".")
                    .exception();
        }
        return switch (range) {
            case HAL_JSON -> new Format(Representation.HAL, hal, mode, label(Representation.HAL, mode));
            case JSON -> new Format(preferred, hal, mode, mode == JsonMode.SHELL ? SHELL : JSON);
            case null, default -> new Format(preferred, hal, mode, label(preferred, mode));
        };
    }

    /** What goes out when the client has no preference. */
    private String defaultType() {
        return label(preferred, JsonMode.DEFAULT);
    }

    private static String label(Representation representation, JsonMode mode) {
        if (mode == JsonMode.SHELL) {
            return SHELL;
        }
        return representation == Representation.HAL ? HAL_JSON : JSON;
    }

    private static Representation representation(String rep) {
        return switch (rep.toUpperCase(Locale.ROOT)) {
            case "HAL" -> Representation.HAL;
            case "SHAL", "PJ", "PLAIN_JSON" -> Representation.SHAL;
            case "STANDARD", "S" -> Representation.STANDARD;
            case "NDJSON", "CSV" ->
                throw Parameters.invalid("rep", "names a representation that this version does not serve yet");
            default -> throw Parameters.invalid("rep", "must be HAL, SHAL, PJ, PLAIN_JSON, STANDARD or S");
        };
    }

    private static Hal hal(@Nullable String text) {
        return switch (text == null ? "c" : text.toLowerCase(Locale.ROOT)) {
            case "c", "compact" -> Hal.COMPACT;
            case "f", "full" -> Hal.FULL;
            default -> throw Parameters.invalid("hal", "must be c (compact) or f (full)");
        };
    }
}
