package dev.xylem.plan;

import java.time.Instant;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonString;
import org.bson.BsonTimestamp;
import org.bson.BsonValue;
import org.bson.types.Decimal128;

/** The operands of the field operators: which are legal, and what they make of a missing field. */
final class Operands {

    private static final BsonDocument AS_DATE = new BsonDocument("$type", new BsonString("date"));
    private static final BsonDocument AS_TIMESTAMP = new BsonDocument("$type", new BsonString("timestamp"));
    private static final Set<String> BITWISE = Set.of("and", "or", "xor");

    private Operands() {}

    static void checkNumber(FieldChange change) {
        if (!change.operand().isNumber() && !change.operand().isDecimal128()) {
            throw change.refused("needs a number");
        }
    }

    static BsonValue zeroLike(BsonValue number) {
        return switch (number) {
            case BsonInt64 _ -> new BsonInt64(0);
            case BsonDouble _ -> new BsonDouble(0);
            case BsonDecimal128 _ -> new BsonDecimal128(Decimal128.POSITIVE_ZERO);
            default -> new BsonInt32(0);
        };
    }

    static void checkDateType(FieldChange change) {
        var operand = change.operand();
        if (!operand.equals(BsonBoolean.TRUE) && !operand.equals(AS_DATE) && !operand.equals(AS_TIMESTAMP)) {
            throw change.refused("needs true, {\"$type\": \"date\"} or {\"$type\": \"timestamp\"}");
        }
    }

    static BsonValue date(BsonValue type, Instant now) {
        return type.equals(AS_TIMESTAMP)
                ? new BsonTimestamp((int) now.getEpochSecond(), 1)
                : new BsonDateTime(now.toEpochMilli());
    }

    static void checkBits(FieldChange change) {
        if (!(change.operand() instanceof BsonDocument bits)
                || bits.isEmpty()
                || !BITWISE.containsAll(bits.keySet())
                || !bits.values().stream().allMatch(Operands::isInteger)) {
            throw change.refused("needs \"and\", \"or\" or \"xor\" with an integer");
        }
    }

    private static boolean isInteger(BsonValue value) {
        return value.isInt32() || value.isInt64();
    }

    /** A missing field counts as a 32-bit zero; one 64-bit operand makes the result 64 bits wide. */
    static BsonValue bits(BsonDocument operations) {
        long result = 0;
        for (var operation : operations.entrySet()) {
            long operand = operation.getValue().asNumber().longValue();
            result = switch (operation.getKey()) {
                case "and" -> result & operand;
                case "or" -> result | operand;
                default -> result ^ operand;
            };
        }
        return operations.values().stream().anyMatch(BsonValue::isInt64)
                ? new BsonInt64(result)
                : new BsonInt32((int) result);
    }

    static void checkEnd(FieldChange change) {
        if (!isSign(change.operand())) {
            throw change.refused("needs 1 (the last element) or -1 (the first)");
        }
    }

    static void checkArray(FieldChange change) {
        if (!(change.operand() instanceof BsonArray)) {
            throw change.refused("needs an array");
        }
        ServerScript.refuse(change.path().text(), change.operand());
    }

    static boolean isSign(BsonValue value) {
        return value instanceof BsonNumber number && Math.abs(number.doubleValue()) == 1;
    }

    static boolean isWhole(BsonValue value) {
        return value instanceof BsonNumber number && number.doubleValue() == Math.rint(number.doubleValue());
    }
}
