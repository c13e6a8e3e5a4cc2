package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.bson.BsonDocument;

/** Reads JSON objects out of query parameters, with the parameter's name in every error. */
final class JsonParameter {
    private final JsonReader reader;

    /** @param depth how deep an object may nest: {@code limits.filter-depth} */
    JsonParameter(int depth) {
        this.reader = new JsonReader(depth, ProblemType.FILTER_TOO_DEEP);
    }

    BsonDocument object(String name, String text) {
        if (text.isBlank()) {
            throw Parameters.invalid(name, "is empty; it must be a JSON object");
        }
        try {
            if (reader.read(text) instanceof BsonDocument document) {
                return document;
            }
        } catch (ProblemException e) {
            throw inParameter(name, e.problem());
        }
        throw Parameters.invalid(name, "must be a JSON object");
    }

    private static ProblemException inParameter(String name, Problem problem) {
        ProblemType type =
                problem.type() == ProblemType.MALFORMED_JSON ? ProblemType.INVALID_PARAMETER : problem.type();
        return new Problem(
                        type,
                        "In the parameter '" + name + "': " + problem.detail(),
                        problem.members(),
                        problem.headers(),
                        null)
                .with("parameter", name)
                .exception();
    }
}
