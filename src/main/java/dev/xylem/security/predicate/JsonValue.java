package dev.xylem.security.predicate;

import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A value to compare a body's with; null where a variable has none. */
@FunctionalInterface
interface JsonValue {
    @Nullable
    BsonValue of(Facts facts);
}
