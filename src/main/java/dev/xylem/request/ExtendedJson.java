package dev.xylem.request;

import org.bson.BsonDocument;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonString;
import org.bson.BsonUndefined;
import org.bson.BsonValue;

/**
 * The objects that stand for BSON values in MongoDB Extended JSON v1 and v2. Only an object with exactly a form's keys is one; the wrong
 * value under them is then a fault. {@code {"$regex":..}} alone, {@code {"$type":..}} alone and a {@code $regex} with {@code $options} that
 * are not both strings are query operators and stay documents, as does a DBRef, {@code {"$ref":..,"$id":..}}.
 */
final class ExtendedJson {
    private ExtendedJson() {}

    /**
     * The value an object stands for, else the object itself.
     *
     * @param first where the first member's value stands, to report it
     * @param last where the last member's value stands
     */
    static BsonValue interpret(BsonDocument object, Place first, Place last) {
        int size = object.size();
        if (size == 0 || size > 2) {
            return object;
        }
        var member = object.entrySet().iterator().next();
        if (!member.getKey().startsWith("$")) {
            return object;
        }
        return size == 1 ? single(object, member.getKey(), member.getValue(), first) : pair(object, first, last);
    }

    private static BsonValue single(BsonDocument object, String key, BsonValue value, Place place) {
        return switch (key) {
            case "$oid" -> BsonForms.objectId(value, key, place);
            case "$date" -> BsonForms.date(value, key, place);
            case "$numberInt" -> NumberForms.int32(value, key, place);
            case "$numberLong" -> NumberForms.int64(value, key, place);
            case "$numberDouble" -> NumberForms.float64(value, key, place);
            case "$numberDecimal" -> NumberForms.decimal128(value, key, place);
            case "$binary" -> BsonForms.binary(value, key, place);
            case "$uuid" -> BsonForms.uuid(value, key, place);
            case "$regularExpression" -> BsonForms.regularExpression(value, key, place);
            case "$timestamp" -> BsonForms.timestamp(value, key, place);
            case "$symbol" -> BsonForms.symbol(value, key, place);
            case "$code" -> BsonForms.code(value, key, place);
            case "$dbPointer" -> BsonForms.dbPointer(value, key, place);
            case "$minKey" -> BsonForms.one(value, key, new BsonMinKey(), place);
            case "$maxKey" -> BsonForms.one(value, key, new BsonMaxKey(), place);
            case "$undefined" -> BsonForms.one(value, key, new BsonUndefined(), place);
            default -> object;
        };
    }

    private static BsonValue pair(BsonDocument object, Place first, Place last) {
        if (object.containsKey("$binary") && object.containsKey("$type")) {
            return BsonForms.binary(object.get("$binary"), object.get("$type"), first);
        }
        if (object.containsKey("$code") && object.containsKey("$scope")) {
            return BsonForms.codeWithScope(object.get("$code"), object.get("$scope"), last);
        }
        if (object.get("$regex") instanceof BsonString pattern
                && object.get("$options") instanceof BsonString options) {
            return BsonForms.regularExpression(pattern.getValue(), options.getValue(), "$regex", first);
        }
        return object;
    }
}
