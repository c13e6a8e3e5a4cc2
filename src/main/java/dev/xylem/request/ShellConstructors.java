package dev.xylem.request;

import java.util.List;
import java.util.Map;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The constructors that MongoDB's shell knows, as far as they say which value they make: {@code new Date()} and {@code ObjectId()} without
 * arguments are refused.
 */
final class ShellConstructors {

    /** Makes a value from as many arguments as it asks for. */
    private record Constructor(int least, int most, Maker maker) {}

    @FunctionalInterface
    private interface Maker {
        BsonValue make(List<BsonValue> arguments, String name, Place place);
    }

    /** A form of Extended JSON that takes the same single value. */
    @FunctionalInterface
    private interface Form {
        BsonValue of(BsonValue value, String name, Place place);
    }

    private static final Map<String, Constructor> CONSTRUCTORS = Map.ofEntries(
            Map.entry("ObjectId", same(BsonForms::objectId)),
            Map.entry("ISODate", same(BsonForms::date)),
            Map.entry("Date", same(BsonForms::date)),
            Map.entry("NumberInt", same(NumberForms::int32)),
            Map.entry("NumberLong", same(NumberForms::int64)),
            Map.entry("NumberDecimal", same(NumberForms::decimal128)),
            Map.entry("UUID", same(BsonForms::uuid)),
            Map.entry(
                    "BinData", new Constructor(2, 2, (a, name, place) -> BsonForms.binary(a.get(1), a.get(0), place))),
            Map.entry("Timestamp", new Constructor(1, 2, ShellConstructors::timestamp)),
            Map.entry("RegExp", new Constructor(1, 2, ShellConstructors::regularExpression)),
            Map.entry("MinKey", new Constructor(0, 0, (a, name, place) -> new BsonMinKey())),
            Map.entry("MaxKey", new Constructor(0, 0, (a, name, place) -> new BsonMaxKey())));

    private ShellConstructors() {}

    static boolean exists(String name) {
        return CONSTRUCTORS.containsKey(name);
    }

    /** The value that a constructor that exists makes; faults are reported for the call's place. */
    static BsonValue call(String name, List<BsonValue> arguments, Place place) {
        var constructor = CONSTRUCTORS.get(name);
        if (constructor == null || arguments.size() < constructor.least() || arguments.size() > constructor.most()) {
            throw place.mismatch(name, "another number of arguments", Integer.toString(arguments.size()));
        }
        return constructor.maker().make(arguments, name, place);
    }

    private static Constructor same(Form form) {
        return new Constructor(1, 1, (arguments, name, place) -> form.of(arguments.getFirst(), name, place));
    }

    /** {@code Timestamp(t, i)}, or {@code Timestamp({t, i})} as mongosh writes it. */
    private static BsonValue timestamp(List<BsonValue> arguments, String name, Place place) {
        return arguments.size() == 2
                ? BsonForms.timestamp(unsigned(arguments.get(0)), unsigned(arguments.get(1)), place)
                : BsonForms.timestamp(arguments.getFirst(), name, place);
    }

    /** The driver's shell mode prints the parts of a timestamp as if they had a sign. */
    private static BsonValue unsigned(BsonValue part) {
        return part instanceof BsonInt32 signed ? new BsonInt64(Integer.toUnsignedLong(signed.getValue())) : part;
    }

    private static BsonValue regularExpression(List<BsonValue> arguments, String name, Place place) {
        if (arguments.getFirst() instanceof BsonString pattern && arguments.getLast() instanceof BsonString options) {
            String flags = arguments.size() == 2 ? options.getValue() : "";
            return BsonForms.regularExpression(pattern.getValue(), flags, name, place);
        }
        throw place.mismatch(name, "strings", "something else");
    }
}
