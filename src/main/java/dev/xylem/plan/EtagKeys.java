package dev.xylem.plan;

import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonValue;

/** A projection that always brings the {@code _etag} along, since the answer's ETag header needs it whatever the body shows. */
record EtagKeys(BsonDocument keys, boolean hidesEtag) {
    private static final String ETAG = "_etag";

    static EtagKeys of(BsonDocument keys) {
        if (keys.containsKey(ETAG)) {
            return isOn(keys.get(ETAG)) ? new EtagKeys(keys, false) : new EtagKeys(without(keys), true);
        }
        return picks(keys)
                ? new EtagKeys(keys.clone().append(ETAG, new BsonInt32(1)), true)
                : new EtagKeys(keys, false);
    }

    private static BsonDocument without(BsonDocument keys) {
        BsonDocument others = keys.clone();
        others.remove(ETAG);
        return others;
    }

    /** True when fields that are not named are left out. {@code $slice} alone decides nothing. */
    private static boolean picks(BsonDocument keys) {
        return keys.values().stream().anyMatch(EtagKeys::isOn);
    }

    private static boolean isOn(BsonValue value) {
        return switch (value) {
            case BsonBoolean flag -> flag.getValue();
            case BsonNumber number -> number.doubleValue() != 0;
            case BsonDocument operator -> operator.containsKey("$elemMatch");
            default -> false;
        };
    }
}
