package dev.xylem.plan.live;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/**
 * Where an event stands in its feed: what its id says.
 *
 * @param kind what can be done from here
 * @param token the store's own position
 * @param sequence counted in the feed
 * @param feed the same for all connections that go on from one another
 * @param print of what the feed showed
 */
public record Mark(Kind kind, BsonDocument token, long sequence, long feed, long print) {

    public enum Kind {
        /** In the middle of a snapshot: nothing can go on from here. */
        SNAPSHOT,
        /** All that happened up to here was told. */
        LIVE,
        /** Everything was forgotten here. */
        RESET
    }

    BsonArray toBson() {
        var place = new BsonArray(5);
        place.add(new BsonString(kind.name()));
        place.add(token);
        place.add(new BsonInt64(sequence));
        place.add(new BsonInt64(feed));
        place.add(new BsonInt64(print));
        return place;
    }

    /** @throws RuntimeException for a cursor that is no mark */
    static Mark of(BsonArray place) {
        return new Mark(
                Kind.valueOf(place.get(0).asString().getValue()),
                place.get(1).asDocument(),
                place.get(2).asInt64().getValue(),
                place.get(3).asInt64().getValue(),
                place.get(4).asInt64().getValue());
    }
}
