package dev.xylem.plan;

import java.util.List;
import org.bson.BsonDocument;

/**
 * A body, translated into the second half of a write command.
 *
 * @param document the new state or the update operators
 * @param dropped the reserved top-level names that the body had and the document has not, each once, in body order; as the client
 *     wrote them, so encode them before they go into a header
 */
public record Translation(BsonDocument document, List<String> dropped) {
    public Translation {
        dropped = List.copyOf(dropped);
    }
}
