package dev.xylem.storage;

import dev.xylem.api.Problem;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.bson.BsonValue;

/** What became of the elements of a bulk write that were written one by one. */
final class BulkTally {
    private final TreeMap<Integer, BsonValue> created = new TreeMap<>();
    private final TreeMap<Integer, Problem> failed = new TreeMap<>();
    private int matched;
    private int modified;

    void created(int index, BsonValue id) {
        created.put(index, id);
    }

    void modified() {
        matched++;
        modified++;
    }

    /** Found, but not changed. */
    void matched() {
        matched++;
    }

    void fail(int index, Problem problem) {
        failed.put(index, problem);
    }

    /** Everything in the order of the elements. */
    Result.BulkWritten result(BsonValue etag) {
        List<Result.Failure> failures = new ArrayList<>();
        failed.forEach((index, problem) -> failures.add(new Result.Failure(index, problem.type(), problem.detail())));
        return new Result.BulkWritten(
                created.size(), 0, modified, matched, List.copyOf(created.values()), failures, etag);
    }
}
