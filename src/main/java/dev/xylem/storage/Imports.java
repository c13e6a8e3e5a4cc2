package dev.xylem.storage;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.plan.ImportBatches.Batch;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Planned;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One import: a bulk write for each batch, each with a connection of its own, so that a slow client keeps none. */
final class Imports {
    /** How many failed lines are named; all are counted. */
    private static final int NAMED = 100;

    private final Plan.Import plan;
    private final Function<Plan.BulkWrite, Result> store;
    private final List<Result.LineFailure> failures = new ArrayList<>();
    private long inserted;
    private long modified;
    private long matched;
    private long failed;
    private long last;

    Imports(Plan.Import plan, Function<Plan.BulkWrite, Result> store) {
        this.plan = plan;
        this.store = store;
    }

    Result run() {
        try {
            for (Batch batch = plan.batches().next();
                    batch != null;
                    batch = plan.batches().next()) {
                write(batch);
            }
        } catch (ProblemException e) {
            throw last == 0 ? e : new ProblemException(soFar(e.problem()), e);
        }
        return new Result.Imported(
                inserted,
                modified,
                matched,
                failed,
                failures,
                Planned.droppedKeys(plan.batches().dropped()),
                plan.etag());
    }

    private void write(Batch batch) {
        batch.failures().forEach(this::fail);
        if (!batch.elements().isEmpty()) {
            var written = (Result.BulkWritten)
                    store.apply(new Plan.BulkWrite(plan.namespace(), batch.elements(), plan.etag(), plan.concerns()));
            inserted += written.inserted();
            modified += written.modified();
            matched += written.matched();
            written.failures()
                    .forEach(failure -> fail(new Result.LineFailure(
                            batch.lines().get(failure.index()), failure.type(), failure.detail())));
        }
        last = batch.last();
    }

    private void fail(Result.LineFailure failure) {
        failed++;
        if (failures.size() < NAMED) {
            failures.add(failure);
        }
    }

    private Problem soFar(Problem problem) {
        String detail = problem.detail() + " The lines up to " + last + " are imported, those after it may be in part.";
        return new Problem(problem.type(), detail, problem.members(), problem.headers(), null)
                .with("line", last)
                .with("inserted", inserted)
                .with("modified", modified)
                .with("failed", failed);
    }
}
