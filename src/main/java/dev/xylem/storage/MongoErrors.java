package dev.xylem.storage;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The only reader of the driver's exceptions and of MongoDB's
 * <a href="https://www.mongodb.com/docs/manual/reference/error-codes/">error codes</a>. None of the driver's text gets out.
 */
final class MongoErrors {
    static final int NAMESPACE_EXISTS = 48;
    private static final int LOCATION_CODES_FROM = 10000;
    private static final int UNKNOWN_COMMAND = 59;
    private static final int UNKNOWN_STAGE = 40324;

    private static final Set<Integer> DUPLICATE = Set.of(11000, 11001, 12582);

    /** What FerretDB says instead of a code when findAndModify meets the index of {@code _id}, or another unique one. */
    private static final List<String> DUPLICATE_TEXTS = List.of(
            "duplicate key value violates unique constraint",
            "conflicting key value violates exclusion constraint",
            // an index that is made unique over values that are not
            "could not create exclusion constraint");

    /** The replica set is electing, stopping or overloaded: later it may work. */
    private static final Set<Integer> UNAVAILABLE = Set.of(
            6, 7, 89, 91, 133, 189, 202, 216, 262, 317, 358, 384, 462, 9001, 10058, 10107, 11600, 11602, 13435, 13436);

    private static final Set<Integer> INDEX_CONFLICT = Set.of(68, 85, 86);
    private static final Set<Integer> FULL = Set.of(14031);
    private static final Set<Integer> CONFLICT = Set.of(112, 117);
    private static final Set<Integer> TIMEOUT = Set.of(50);
    private static final Set<Integer> FORBIDDEN = Set.of(13, 8000);
    private static final Set<Integer> UNSUPPORTED = Set.of(59, 115, 238);

    /** What the caller got wrong, in words. Codes of five digits that are not here are the query language's, and 400 too. */
    private static final Map<Integer, String> WRONG = Map.ofEntries(
            Map.entry(2, "a value is not allowed where it stands"),
            Map.entry(4, "a needed field is missing"),
            Map.entry(5, "the query cannot be used like this"),
            Map.entry(9, "an operator or its argument cannot be parsed"),
            Map.entry(14, "an operator meets a value of the wrong type, $inc on a string for example"),
            Map.entry(15, "a value overflows its type"),
            Map.entry(17, "an argument has the wrong form"),
            Map.entry(27, "an index that the query needs is missing, a text index for $text for example"),
            Map.entry(28, "a path leads through a value that is no object or array"),
            Map.entry(34, "a path cannot be followed in the stored document"),
            Map.entry(40, "two changes meet on one path"),
            Map.entry(52, "a field name is not allowed, one that starts with '$' for example"),
            Map.entry(53, "an _id is not allowed"),
            Map.entry(54, "an operator needs an array"),
            Map.entry(55, "a reference is malformed"),
            Map.entry(56, "a field name is empty"),
            Map.entry(57, "a field name has an empty part"),
            Map.entry(61, "the shard key is missing or cannot change"),
            Map.entry(66, "the _id cannot be changed"),
            Map.entry(67, "the index cannot be created like this"),
            Map.entry(72, "the options are not allowed"),
            Map.entry(73, "the name is not allowed"),
            Map.entry(93, "a path cannot be used"),
            Map.entry(121, "the document does not pass the collection's validator"),
            Map.entry(158, "the view or operation is not allowed here"),
            Map.entry(166, "the operation cannot be used on a view"),
            Map.entry(167, "the operation is not possible on a view"),
            Map.entry(168, "an aggregation operator is unknown or malformed"),
            Map.entry(197, "the index specification is malformed"),
            Map.entry(225, "the aggregation needs too much memory"),
            Map.entry(238, "the operation is not implemented"),
            Map.entry(241, "a conversion fails"),
            Map.entry(251, "the transaction does not exist"),
            Map.entry(256, "the transaction was committed"),
            Map.entry(291, "no index can answer the query, a geo index for $near for example"),
            Map.entry(292, "the sort needs more memory than allowed; use an index or a narrower filter"));

    private final boolean embedded;

    /** @param embedded the store runs in this process: silence means that it is busy, not that it is lost */
    MongoErrors(boolean embedded) {
        this.embedded = embedded;
    }

    /** The problem that stands for a failure of the driver or the store. */
    ProblemException map(MongoException e) {
        return switch (e) {
            case MongoOperationTimeoutException timeout -> expired(timeout);
            case MongoExecutionTimeoutException timeout -> timedOut(timeout);
            case MongoTimeoutException unreachable -> unavailable(unreachable);
            case MongoSecurityException security -> unavailable(security);
            case MongoInterruptedException interrupted -> unavailable(interrupted);
            case MongoSocketReadTimeoutException silent -> embedded ? timedOut(silent) : unavailable(silent);
            case MongoSocketException lost -> unavailable(lost);
            case MongoBulkWriteException bulk
            when !bulk.getWriteErrors().isEmpty() ->
                ofCode(bulk.getWriteErrors().getFirst().getCode(), bulk);
            default -> isDuplicateKey(e) ? duplicateKey(e) : ofCode(e.getCode(), e);
        };
    }

    /** True when a unique index, that of {@code _id} for example, is in the way. */
    static boolean isDuplicateKey(int code) {
        return DUPLICATE.contains(code);
    }

    /** The same of an exception; not every engine gives it the code. */
    static boolean isDuplicateKey(MongoException e) {
        return isDuplicateKey(e.getCode())
                || DUPLICATE_TEXTS.stream().anyMatch(String.valueOf(e.getMessage())::contains);
    }

    private static ProblemException duplicateKey(@Nullable Throwable cause) {
        return problem(
                ProblemType.DUPLICATE_KEY, "A document with the same value in a unique index exists already.", cause);
    }

    /** The problem type for a code that stands in a bulk write's error. */
    ProblemException ofCode(int code, @Nullable Throwable cause) {
        if (DUPLICATE.contains(code)) {
            return duplicateKey(cause);
        }
        if (TIMEOUT.contains(code)) {
            return timedOut(cause);
        }
        if (UNAVAILABLE.contains(code) || code < 0) {
            return unavailable(cause);
        }
        if (FORBIDDEN.contains(code)) {
            return problem(
                    ProblemType.STORE_FORBIDDEN,
                    "The database does not allow this to the user that the server connects with; its operator must grant it.",
                    cause);
        }
        if (INDEX_CONFLICT.contains(code)) {
            return problem(
                    ProblemType.INDEX_CONFLICT,
                    "Another index with that name, or with those keys under another name, exists already; delete it first. Nothing was changed.",
                    cause);
        }
        if (CONFLICT.contains(code)) {
            return problem(ProblemType.WRITE_CONFLICT, "Others wrote at the same time; try again.", cause);
        }
        if (FULL.contains(code)) {
            return problem(ProblemType.STORE_FULL, "The database has no disk space left; nothing was written.", cause);
        }
        if (UNSUPPORTED.contains(code)) {
            return problem(
                    ProblemType.STORE_UNSUPPORTED,
                    "The connected store does not support this operation, or a type of value in it; connect a MongoDB (mongo-uri) to use it.",
                    cause);
        }
        return wrongOrOurs(code, cause);
    }

    /**
     * The problem that stands for a failure of a stored aggregation. It passed every check of ours, so what the store refuses is wrong in
     * the definition or does not fit the data: 422; where the caller's values are among it, it may be those: 400.
     */
    ProblemException mapAggregation(MongoException e, boolean bound) {
        if (e.getCode() == UNKNOWN_STAGE) {
            return ofCode(UNKNOWN_COMMAND, e);
        }
        ProblemException mapped = map(e);
        return switch (mapped.problem().type()) {
            case INVALID_REQUEST -> bound ? mapped : cannotRun(e);
            case INTERNAL_ERROR -> cannotRun(e);
            default -> mapped;
        };
    }

    private static ProblemException cannotRun(MongoException e) {
        return new ProblemException(
                Problem.of(
                                ProblemType.AGGREGATION_FAILED,
                                "The database refuses the stored aggregation: its definition is wrong, or does not fit the documents.")
                        .with("mongodb-code", e.getCode()),
                e);
    }

    private static ProblemException wrongOrOurs(int code, @Nullable Throwable cause) {
        String wrong = WRONG.get(code);
        if (wrong != null || code >= LOCATION_CODES_FROM) {
            String why = wrong == null ? "a query, update or aggregation is malformed" : wrong;
            return new ProblemException(
                    Problem.of(
                                    ProblemType.INVALID_REQUEST,
                                    "The database refuses this: " + why + ". Nothing was changed.")
                            .with("mongodb-code", code),
                    cause);
        }
        return new ProblemException(
                Problem.of(
                                ProblemType.INTERNAL_ERROR,
                                "The database answered something unexpected; the server's log has the details.")
                        .with("mongodb-code", code),
                cause);
    }

    private ProblemException expired(MongoOperationTimeoutException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            boolean said = cause instanceof MongoExecutionTimeoutException
                    || (cause instanceof MongoException mongo && TIMEOUT.contains(mongo.getCode()))
                    || (embedded && cause instanceof MongoSocketReadTimeoutException);
            if (said) {
                return timedOut(e);
            }
        }
        return unavailable(e);
    }

    private static ProblemException timedOut(@Nullable Throwable cause) {
        return problem(
                ProblemType.QUERY_TIMEOUT,
                "The query ran longer than limits.query-time allows. Use an index, a narrower filter or a smaller page.",
                cause);
    }

    private static ProblemException unavailable(@Nullable Throwable cause) {
        return new ProblemException(
                Problem.of(
                                ProblemType.STORE_UNAVAILABLE,
                                "The database does not answer. A write that was under way may or may not have happened; try again soon.")
                        .header("Retry-After", "2"),
                cause);
    }

    private static ProblemException problem(ProblemType type, String detail, @Nullable Throwable cause) {
        return new ProblemException(Problem.of(type, detail), cause);
    }
}
