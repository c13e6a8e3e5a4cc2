package dev.xylem.storage;

import dev.xylem.api.FieldRules;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.Mask;
import dev.xylem.plan.Result;
import dev.xylem.plan.Rows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.bson.RawBsonDocument;

/** Results, and refusals, without what their reader may not see. */
final class Masking {
    private static final String UNTOLD =
            "The document would contradict the collection's schema, in fields that are hidden from you. Nothing was written.";

    private final FieldRules rules;
    private final Mask mask;

    Masking(FieldRules rules) {
        this.rules = rules;
        this.mask = new Mask(rules);
    }

    Result of(Supplier<Result> run) {
        try {
            return masked(run.get());
        } catch (ProblemException e) {
            throw e.problem().type() == ProblemType.SCHEMA_VIOLATION
                    ? told(e.problem()).exception()
                    : e;
        }
    }

    private Result masked(Result result) {
        return switch (result) {
            case Result.Page page ->
                // what the store read for it tells of documents that are kept from the caller
                new Result.Page(
                        page.properties(),
                        page.documents().stream().map(mask::of).toList(),
                        page.size(),
                        page.capped(),
                        page.cursors(),
                        null);
            case Result.Export export ->
                new Result.Export(
                        export.properties(), new MaskedRows(export.rows(), mask), export.size(), export.capped());
            case Result.One one -> new Result.One(mask.of(one.document()), one.etag());
            case Result.Written(boolean created, var id, var etag, var state) ->
                new Result.Written(created, id, etag, state == null ? null : mask.of(state));
            case Result.BulkWritten bulk ->
                new Result.BulkWritten(
                        bulk.inserted(),
                        bulk.deleted(),
                        bulk.modified(),
                        bulk.matched(),
                        bulk.created(),
                        bulk.failures().stream().map(Masking::told).toList(),
                        bulk.etag());
            case Result.Imported imported ->
                new Result.Imported(
                        imported.inserted(),
                        imported.modified(),
                        imported.matched(),
                        imported.failed(),
                        imported.failures().stream().map(Masking::told).toList(),
                        imported.warnings(),
                        imported.etag());
            default -> throw new IllegalArgumentException("no documents to take anything out of");
        };
    }

    private static Result.Failure told(Result.Failure failure) {
        return failure.type() == ProblemType.SCHEMA_VIOLATION
                ? new Result.Failure(failure.index(), failure.type(), UNTOLD)
                : failure;
    }

    private static Result.LineFailure told(Result.LineFailure failure) {
        return failure.type() == ProblemType.SCHEMA_VIOLATION
                ? new Result.LineFailure(failure.line(), failure.type(), UNTOLD)
                : failure;
    }

    /** What concerns visible fields alone. */
    private Problem told(Problem problem) {
        List<Map<?, ?>> visible = new ArrayList<>();
        if (problem.members().get("violations") instanceof List<?> all) {
            for (Object one : all) {
                if (one instanceof Map<?, ?> violation && isVisible(String.valueOf(violation.get("pointer")))) {
                    visible.add(violation);
                }
            }
        }
        return new Problem(
                        problem.type(),
                        visible.isEmpty() ? UNTOLD : text(visible),
                        problem.members(),
                        problem.headers(),
                        null)
                .with("violations", visible);
    }

    private boolean isVisible(String pointer) {
        return pointer.length() > 1 && rules.showsAllOf(pointer.substring(1).replace('/', '.'));
    }

    private static String text(List<Map<?, ?>> visible) {
        Map<?, ?> first = visible.getFirst();
        return "The document would contradict the collection's schema: " + first.get("pointer") + ": "
                + first.get("message") + ". Nothing was written.";
    }

    private record MaskedRows(Rows rows, Mask mask) implements Rows {
        @Override
        public boolean hasNext() {
            return rows.hasNext();
        }

        @Override
        public RawBsonDocument next() {
            return mask.of(rows.next());
        }

        @Override
        public void close() {
            rows.close();
        }
    }
}
