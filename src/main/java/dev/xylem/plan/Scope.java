package dev.xylem.plan;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.RowRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;

/**
 * Which documents a write may touch, and what it may make of them.
 *
 * @param read what a document must match to be there for the caller at all; empty for no limit
 * @param write what it must match before and after the write; empty for no limit
 * @param proven true when whatever matches {@code write} before this write does so after it, too
 */
public record Scope(BsonDocument read, BsonDocument write, boolean proven) {
    public static final Scope EVERYTHING = new Scope(new BsonDocument(), new BsonDocument(), true);

    static Scope of(RowRules rules, boolean proven) {
        return new Scope(rules.read(), rules.write(), proven);
    }

    public boolean isEverything() {
        return read.isEmpty() && write.isEmpty();
    }

    /** What the new state must satisfy; empty when the condition of the command sees to it already. */
    public Optional<StateCheck> check() {
        return proven || write.isEmpty() ? Optional.empty() : Optional.of(checkOf(write));
    }

    static StateCheck checkOf(BsonDocument write) {
        Matcher matcher = matcherOf(write);
        return state -> {
            if (!matcher.matches(state)) {
                throw outside();
            }
        };
    }

    /** A filter that can't be answered here lets nothing through. */
    static Matcher matcherOf(BsonDocument write) {
        try {
            return Matcher.of(write);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                            ProblemType.FORBIDDEN,
                            "The rule that allows this request has a writeFilter that cannot be checked. Nothing was written.")
                    .exception();
        }
    }

    /** 403, whatever is there. */
    public static ProblemException outside() {
        return Problem.of(
                        ProblemType.OUTSIDE_WRITE_FILTER,
                        "The document, as it is or as it would become, lies outside of what you may write. Nothing was written.")
                .exception();
    }

    /** Both conditions as one query; empty for no limit. */
    BsonDocument condition() {
        return join(read, write);
    }

    /**
     * The same condition where MongoDB neither copies its fields into a document that it creates, nor takes an element that it matched
     * for the one that {@code $} means.
     */
    BsonDocument hiddenCondition() {
        return isEverything() ? condition() : nor(nor(condition()));
    }

    private static BsonDocument nor(BsonDocument query) {
        return new BsonDocument("$nor", new BsonArray(List.of(query)));
    }

    /** What all queries that are not empty ask for together. */
    static BsonDocument join(BsonDocument... queries) {
        List<BsonDocument> all = new ArrayList<>(queries.length);
        for (BsonDocument query : queries) {
            if (!query.isEmpty()) {
                all.add(query);
            }
        }
        return switch (all.size()) {
            case 0 -> new BsonDocument();
            case 1 -> all.getFirst();
            default -> new BsonDocument("$and", new BsonArray(all));
        };
    }
}
