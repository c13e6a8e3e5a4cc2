package dev.xylem.plan;

import dev.xylem.api.Preconditions.Tags;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.WriteMode;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The condition that a write carries inside its one command, and what it means when nothing matched.
 *
 * @param what the word for the resource in error texts: document, collection or database
 * @param filter further condition of the caller, empty for none; with one, nothing is created
 * @param scope which documents the caller may write
 * @param etagMissing true when a policy asks for If-Match and none was sent: what exists must not change
 */
public record Guard(
        String what,
        BsonValue id,
        WriteMode mode,
        BsonDocument filter,
        Scope scope,
        Tags ifMatch,
        Tags ifNoneMatch,
        boolean etagMissing) {
    /** No document has an {@code _etag} in an empty list. */
    private static final BsonDocument NEVER = new BsonDocument("$in", new BsonArray());

    /** True when the write may create what is absent. */
    public boolean mayCreate() {
        return mode != WriteMode.UPDATE && filter.isEmpty() && ifMatch instanceof Tags.Absent;
    }

    /** The same without If-Match. */
    Guard unconditional() {
        return new Guard(what, id, mode, filter, scope, new Tags.Absent(), ifNoneMatch, etagMissing);
    }

    /** The same for what must not exist yet. */
    public Guard creating() {
        return new Guard(what, id, WriteMode.INSERT, filter, scope, ifMatch, ifNoneMatch, etagMissing);
    }

    /** True when the write may change what exists. */
    public boolean mayChange() {
        return mode != WriteMode.INSERT && !etagMissing && !(ifNoneMatch instanceof Tags.Any);
    }

    /** The query of the write command. */
    public BsonDocument condition() {
        BsonDocument condition = matching(filter, scope.hiddenCondition());
        BsonDocument etag = mayChange() ? etagCondition() : NEVER;
        return etag.isEmpty() ? condition : condition.append("_etag", etag);
    }

    /** The same without the ETag: what the resource is when it is there for this caller at all. */
    public BsonDocument identity() {
        return matching(filter, scope.read());
    }

    /** What {@link #identity} finds and the caller may write, too. */
    public BsonDocument writable() {
        return matching(filter, scope.condition());
    }

    private BsonDocument matching(BsonDocument... queries) {
        var identity = new BsonDocument("_id", id);
        BsonDocument further = Scope.join(queries);
        return further.isEmpty() ? identity : identity.append("$and", new BsonArray(List.of(further)));
    }

    /** True when something that is there may be kept from the caller. */
    public boolean isScoped() {
        return !scope.isEverything();
    }

    /** As if there were nothing: the id is taken by something that the caller may not know of. */
    public ProblemException unknown() {
        return refusalOfAbsent(true).exception();
    }

    /** True when what exists may be kept as it is because of its ETag, or because it exists. */
    public boolean isConditional() {
        return condition().containsKey("_etag");
    }

    BsonDocument etagCondition() {
        var condition = new BsonDocument();
        if (ifMatch instanceof Tags.OneOf(var tags)) {
            condition.append("$in", new BsonArray(tags));
        }
        if (ifNoneMatch instanceof Tags.OneOf(var tags)) {
            condition.append("$nin", new BsonArray(tags));
        }
        return condition;
    }

    /**
     * Why a write or delete touched nothing.
     *
     * @param exists true when something matches {@link #identity()}
     * @param etag its current {@code _etag}, null when it has none
     * @param deleting If-Match on something absent is 412 for a write, 404 for a delete
     */
    public ProblemException refusal(boolean exists, @Nullable BsonValue etag, boolean deleting) {
        return (exists ? refusalOfExisting(etag) : refusalOfAbsent(deleting)).exception();
    }

    private Problem refusalOfAbsent(boolean deleting) {
        if (!deleting && !(ifMatch instanceof Tags.Absent)) {
            return Problem.of(
                    ProblemType.ETAG_MISMATCH,
                    "If-Match was sent, but the " + what + " does not exist" + forFilter() + ".");
        }
        return Problem.of(ProblemType.DOCUMENT_NOT_FOUND, "The " + what + " does not exist" + forFilter() + ".");
    }

    private String forFilter() {
        return filter.isEmpty() ? "" : " or does not match the filter";
    }

    private Problem refusalOfExisting(@Nullable BsonValue etag) {
        if (etagMissing) {
            return etagMissing(etag);
        }
        if (mode == WriteMode.INSERT) {
            return Problem.of(
                            ProblemType.DOCUMENT_EXISTS, "The " + what + " exists already and wm=insert only creates.")
                    .etag(etag);
        }
        if (!(ifNoneMatch instanceof Tags.Absent)) {
            return Problem.of(
                            ProblemType.ETAG_MISMATCH,
                            "The " + what + " exists already, which If-None-Match rules out.")
                    .etag(etag);
        }
        if (ifMatch instanceof Tags.OneOf) {
            return Problem.of(
                            ProblemType.ETAG_MISMATCH,
                            "The " + what
                                    + " has changed since you read it: read it again, and send its current ETag in If-Match.")
                    .etag(etag);
        }
        return Problem.of(ProblemType.WRITE_CONFLICT, "Others wrote the " + what + " at the same time; try again.")
                .etag(etag);
    }

    private Problem etagMissing(@Nullable BsonValue etag) {
        String how = etag == null ? "it has none yet; send If-Match: *" : "send it in the If-Match header";
        return Problem.of(
                        ProblemType.ETAG_MISSING, "This write needs the current ETag of the " + what + ": " + how + ".")
                .etag(etag);
    }
}
