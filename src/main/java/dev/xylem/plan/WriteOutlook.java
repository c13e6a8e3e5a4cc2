package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.ProblemException;
import dev.xylem.api.Query.WriteMode;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * What is known of a write's outcome before it runs, against the filter that its new state must match.
 *
 * @param mode whether it may create: not where what it would create lies outside, or where it describes a change of something
 * @param proven true when the condition of the command is all it takes
 */
record WriteOutlook(WriteMode mode, boolean proven) {

    /** @throws ProblemException 403 when the new state lies outside whatever the old one is */
    static WriteOutlook of(ApiRequest request, Change change, BsonValue id, Stamp stamp, BsonDocument filter) {
        WriteMode asked = request.query().writeMode();
        return switch (change) {
            case Change.Merge _, Change.Patch _ -> new WriteOutlook(WriteMode.UPDATE, filter.isEmpty());
            case Change.Pipeline _ ->
                new WriteOutlook(
                        request.body() instanceof Body.MergePatch ? WriteMode.UPDATE : asked, filter.isEmpty());
            // what it keeps may be what the filter asks for
            case Change.Keeping _ -> new WriteOutlook(asked, filter.isEmpty());
            case Change.Replacement(var state) -> new WriteOutlook(asked, checked(state, id, filter));
            case Change.Operators operators -> ofUpdate(request, operators, id, stamp, filter);
        };
    }

    private static boolean checked(BsonDocument state, BsonValue id, BsonDocument filter) {
        if (!filter.isEmpty()) {
            var complete = new BsonDocument("_id", id);
            complete.putAll(state);
            Scope.checkOf(filter).check(complete);
        }
        return true;
    }

    private static WriteOutlook ofUpdate(
            ApiRequest request, Change.Operators change, BsonValue id, Stamp stamp, BsonDocument filter) {
        WriteMode asked = request.query().writeMode();
        if (filter.isEmpty()) {
            return new WriteOutlook(asked, true);
        }
        boolean proven = ProvenUpdate.of(change.update(), filter);
        boolean creates = asked != WriteMode.UPDATE && createsInside(request, id, stamp, filter);
        if (asked == WriteMode.INSERT && !creates) {
            throw Scope.outside();
        }
        return new WriteOutlook(creates ? asked : WriteMode.UPDATE, proven);
    }

    private static boolean createsInside(ApiRequest request, BsonValue id, Stamp stamp, BsonDocument filter) {
        try {
            var body = ((Body.Single) request.body()).document();
            var state = new BsonDocument("_id", id);
            state.putAll(UpdateTranslator.replacement(body, stamp.etag(), stamp.now())
                    .document());
            return Scope.matcherOf(filter).matches(state);
        } catch (ProblemException e) {
            // positions in arrays that are not there: MongoDB creates nothing then
            return false;
        }
    }
}
