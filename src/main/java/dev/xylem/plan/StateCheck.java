package dev.xylem.plan;

import org.bson.BsonDocument;

/** Something that each state must satisfy before it is written. */
@FunctionalInterface
public interface StateCheck {
    /**
     * @param state the whole of it, {@code _id} included
     * @throws dev.xylem.api.ProblemException when the state must not be written
     */
    void check(BsonDocument state);

    /** This one first, then the other. */
    default StateCheck and(StateCheck other) {
        return state -> {
            check(state);
            other.check(state);
        };
    }
}
