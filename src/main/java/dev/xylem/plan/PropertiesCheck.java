package dev.xylem.plan;

import dev.xylem.api.Action.Mode;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.schema.SchemaRule;
import java.util.List;
import org.bson.BsonDocument;

/** Refuses properties that would switch something on and are malformed. */
final class PropertiesCheck {
    private static final List<String> POLICIES = List.of("etagPolicy", "etagDocPolicy");

    /** What is checked as a whole. */
    private static final List<String> SWITCHES = List.of(SchemaRule.KEY, SchemaRule.OLDER_KEY, Relations.KEY);

    private PropertiesCheck() {}

    /** @param translated the new properties, or the update that changes them */
    static void check(BsonDocument translated, Mode mode) {
        if (mode == Mode.REPLACE) {
            checkValues(translated);
        } else {
            translated.forEach((operator, fields) -> checkChange(operator, fields.asDocument()));
        }
    }

    private static void checkValues(BsonDocument values) {
        values.forEach((key, value) -> {
            if (Definitions.KEYS.contains(key)) {
                DefinitionCheck.check(key, EscapedKeys.unescape(value));
            }
        });
        for (String key : POLICIES) {
            if (values.containsKey(key) && EtagRule.read(values, key).isEmpty()) {
                throw malformed(key);
            }
        }
        SchemaRule.check(values);
        Relations.check(values);
    }

    /** A policy may be set to a valid value, or taken away; what any other operator would make of it is not known before. */
    private static void checkChange(String operator, BsonDocument fields) {
        switch (operator) {
            case "$set" -> {
                checkValues(fields);
                fields.keySet().forEach(PropertiesCheck::refuseInside);
            }
            case "$unset" -> fields.keySet().forEach(PropertiesCheck::refuseInside);
            case "$rename" ->
                fields.forEach((path, target) -> {
                    refuseInside(path);
                    refuse(target.asString().getValue());
                });
            default -> fields.keySet().forEach(PropertiesCheck::refuse);
        }
    }

    private static void refuseInside(String path) {
        if (!POLICIES.contains(path) && !SWITCHES.contains(path) && !Definitions.KEYS.contains(path)) {
            refuse(path);
        }
    }

    private static void refuse(String path) {
        for (String key : Definitions.KEYS) {
            if (path.equals(key) || path.startsWith(key + ".")) {
                throw PipelineFaults.ON_STORING.malformed(path, "The property '" + key + "' is written as a whole");
            }
        }
        refusePolicy(path);
    }

    private static void refusePolicy(String path) {
        for (String key : POLICIES) {
            if (path.equals(key) || path.startsWith(key + ".")) {
                throw malformed(key);
            }
        }
        for (String key : SWITCHES) {
            if (path.equals(key) || path.startsWith(key + ".")) {
                throw Problem.of(
                                ProblemType.INVALID_PROPERTIES,
                                "The property '" + key
                                        + "' is set or unset as a whole, not changed by an operator or in its parts.")
                        .with("path", path)
                        .exception();
            }
        }
    }

    private static ProblemException malformed(String key) {
        return Problem.of(
                        ProblemType.INVALID_PROPERTIES,
                        "The property '" + key + "' must be REQUIRED, REQUIRED_FOR_DELETE or OPTIONAL.")
                .with("path", key)
                .exception();
    }
}
