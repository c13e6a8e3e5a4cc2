package dev.xylem.api;

import org.bson.BsonDocument;

/** Tells why a request would be allowed or denied. */
@FunctionalInterface
public interface Explanations {
    /**
     * @param question who asks for what
     * @throws ProblemException when the question makes no sense
     */
    BsonDocument explain(BsonDocument question);
}
