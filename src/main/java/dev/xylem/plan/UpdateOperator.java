package dev.xylem.plan;

import static dev.xylem.api.ProblemType.UNKNOWN_OPERATOR;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.BsonValue;

/** <a href="https://www.mongodb.com/docs/manual/reference/operator/update/">MongoDB's update operators</a>, all of them. */
enum UpdateOperator {
    SET("$set"),
    SET_ON_INSERT("$setOnInsert"),
    UNSET("$unset"),
    RENAME("$rename"),
    INC("$inc"),
    MUL("$mul"),
    MIN("$min"),
    MAX("$max"),
    CURRENT_DATE("$currentDate"),
    BIT("$bit"),
    PUSH("$push"),
    ADD_TO_SET("$addToSet"),
    POP("$pop"),
    PULL("$pull"),
    PULL_ALL("$pullAll");

    private static final Map<String, UpdateOperator> BY_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(UpdateOperator::key, Function.identity()));

    private final String key;

    UpdateOperator(String key) {
        this.key = key;
    }

    /** The name with its dollar sign. */
    String key() {
        return key;
    }

    static UpdateOperator named(String key) {
        var operator = BY_KEY.get(key);
        if (operator == null) {
            throw Refusal.at(UNKNOWN_OPERATOR, key, "There is no update operator " + Refusal.quoted(key) + ".");
        }
        return operator;
    }

    /** Refuses an operand that makes no sense whatever document it meets. */
    void check(FieldChange change) {
        switch (this) {
            case SET, SET_ON_INSERT, MIN, MAX -> StoredValue.check(change.path(), change.operand());
            case UNSET, PULL -> ServerScript.refuse(change.path().text(), change.operand());
            case RENAME -> {} // FieldChange has read both paths
            case INC, MUL -> Operands.checkNumber(change);
            case CURRENT_DATE -> Operands.checkDateType(change);
            case BIT -> Operands.checkBits(change);
            case PUSH, ADD_TO_SET -> ArrayOperand.of(change);
            case POP -> Operands.checkEnd(change);
            case PULL_ALL -> Operands.checkArray(change);
        }
    }

    /** What it makes of a field that does not exist; nothing when the field stays absent. */
    Optional<BsonValue> onMissing(FieldChange change, Instant now) {
        return switch (this) {
            case SET, SET_ON_INSERT, MIN, MAX, INC -> Optional.of(change.operand());
            case MUL -> Optional.of(Operands.zeroLike(change.operand()));
            case CURRENT_DATE -> Optional.of(Operands.date(change.operand(), now));
            case BIT -> Optional.of(Operands.bits(change.operand().asDocument()));
            case PUSH -> Optional.of(ArrayOperand.of(change).pushed());
            case ADD_TO_SET -> Optional.of(ArrayOperand.of(change).added());
            case UNSET, RENAME, POP, PULL, PULL_ALL -> Optional.empty();
        };
    }
}
