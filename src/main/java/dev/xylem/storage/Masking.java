package dev.xylem.storage;

import dev.xylem.plan.Mask;
import dev.xylem.plan.Result;
import dev.xylem.plan.Rows;
import org.bson.RawBsonDocument;

/** Results without what their reader may not see. */
final class Masking {
    private Masking() {}

    static Result of(Result result, Mask mask) {
        return switch (result) {
            case Result.Page page ->
                new Result.Page(
                        page.properties(),
                        page.documents().stream().map(mask::of).toList(),
                        page.size(),
                        page.capped(),
                        page.cursors());
            case Result.Export export ->
                new Result.Export(
                        export.properties(), new MaskedRows(export.rows(), mask), export.size(), export.capped());
            case Result.One one -> new Result.One(mask.of(one.document()), one.etag());
            case Result.Written(boolean created, var id, var etag, var state) ->
                new Result.Written(created, id, etag, state == null ? null : mask.of(state));
            default -> throw new IllegalArgumentException("no documents to take anything out of");
        };
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
