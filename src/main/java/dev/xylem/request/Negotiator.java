package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Format;
import dev.xylem.api.Format.Hal;
import dev.xylem.api.Format.JsonMode;
import dev.xylem.api.Format.Representation;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Chooses the representation: {@code rep} first, then {@code Accept} (RFC 9110, section 12.5.1), then the configured default. */
final class Negotiator {
    private static final String HAL_JSON = "application/hal+json";
    private static final String JSON = "application/json";
    private static final String SHELL = "application/javascript";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private final Representation preferred;

    Negotiator(Representation preferred) {
        this.preferred = preferred;
    }

    /** Writes are not refused for their Accept: their short answers go out even where nothing acceptable is left. */
    Format negotiate(Parameters parameters, List<String> accept, Action action) {
        boolean rows = isRows(action);
        JsonMode mode = parameters.choice("jsonMode", JsonMode.class, JsonMode.DEFAULT);
        Hal hal = hal(parameters.one("hal"));
        boolean raw = isRaw(parameters.one("csv"));
        String rep = parameters.one("rep");
        if (rep != null) {
            Representation representation = representation(rep, rows);
            return new Format(representation, hal, mode, label(representation, mode), raw);
        }
        List<String> offers = offers(rows);
        String range = Acceptance.of(accept).best(offers);
        if (range == null && KnownParameters.isRead(action)) {
            throw Problem.of(
                            ProblemType.NOT_ACCEPTABLE,
                            "Nothing fits the Accept header; served are "
                                    + String.join(", ", offers.subList(1, offers.size())) + ".")
                    .exception();
        }
        return switch (range) {
            case HAL_JSON -> new Format(Representation.HAL, hal, mode, label(Representation.HAL, mode), raw);
            case JSON -> new Format(preferred, hal, mode, mode == JsonMode.SHELL ? SHELL : JSON, raw);
            case NDJSON -> new Format(Representation.NDJSON, hal, mode, label(Representation.NDJSON, mode), raw);
            case CSV -> new Format(Representation.CSV, hal, mode, label(Representation.CSV, mode), raw);
            case null, default -> new Format(preferred, hal, mode, label(preferred, mode), raw);
        };
    }

    /** True where the answer is documents in a row, which can be streamed. */
    private static boolean isRows(Action action) {
        return action instanceof Action.ReadPage || action instanceof Action.RunAggregation;
    }

    /** What goes out when the client has no preference comes first. */
    private List<String> offers(boolean rows) {
        var offers = new ArrayList<>(List.of(label(preferred, JsonMode.DEFAULT), HAL_JSON, JSON));
        if (rows) {
            offers.addAll(List.of(NDJSON, CSV));
        }
        return offers;
    }

    private static String label(Representation representation, JsonMode mode) {
        return switch (representation) {
            case NDJSON -> NDJSON;
            case CSV -> CSV + "; charset=utf-8; header=present";
            case HAL -> mode == JsonMode.SHELL ? SHELL : HAL_JSON;
            case SHAL, STANDARD -> mode == JsonMode.SHELL ? SHELL : JSON;
        };
    }

    private static Representation representation(String rep, boolean rows) {
        return switch (rep.toUpperCase(Locale.ROOT)) {
            case "HAL" -> Representation.HAL;
            case "SHAL", "PJ", "PLAIN_JSON" -> Representation.SHAL;
            case "STANDARD", "S" -> Representation.STANDARD;
            case "NDJSON" -> streamed(Representation.NDJSON, rows);
            case "CSV" -> streamed(Representation.CSV, rows);
            default -> throw Parameters.invalid("rep", "must be HAL, SHAL, PJ, PLAIN_JSON, STANDARD, S, NDJSON or CSV");
        };
    }

    private static Representation streamed(Representation representation, boolean rows) {
        if (!rows) {
            throw Parameters.invalid(
                    "rep",
                    "can be " + representation
                            + " where the documents of a collection or an aggregation's results are read, only there");
        }
        return representation;
    }

    private static boolean isRaw(@Nullable String csv) {
        return switch (csv == null ? "guarded" : csv) {
            case "guarded" -> false;
            case "raw" -> true;
            default -> throw Parameters.invalid("csv", "must be raw or guarded");
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
