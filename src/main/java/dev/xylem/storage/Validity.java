package dev.xylem.storage;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.StateCheck;
import dev.xylem.plan.schema.Violations;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;

/** What a collection's schema says of a state that is about to be written. */
final class Validity implements StateCheck {
    private final JsonSchema schema;

    Validity(JsonSchema schema) {
        this.schema = schema;
    }

    /** @throws ProblemException when the state, {@code _id} included, contradicts the schema */
    @Override
    public void check(BsonDocument state) {
        List<Map<String, String>> violations = violations(state);
        if (!violations.isEmpty()) {
            throw Problem.of(
                            ProblemType.SCHEMA_VIOLATION,
                            "The document would contradict the collection's schema: " + Violations.text(violations)
                                    + ". Nothing was written.")
                    .with("violations", violations)
                    .exception();
        }
    }

    private List<Map<String, String>> violations(BsonDocument state) {
        try {
            return Violations.of(schema, state);
        } catch (JsonSchemaException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : unusable();
        } catch (StackOverflowError e) {
            throw unusable();
        }
    }

    private static ProblemException unusable() {
        return Problem.of(
                        ProblemType.SCHEMA_MISSING,
                        "The collection's schema refers to something that does not exist in its store, or to itself without end. Nothing was written.")
                .exception();
    }
}
