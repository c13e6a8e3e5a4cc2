package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The writes of one {@code update} or {@code delete} command, each run for itself: the stock engine goes on after an error
 * even when the batch is ordered, and gives up on the whole of it when one write fails in an unexpected way.
 */
record WriteBatch(List<?> writes, boolean ordered) {

    static WriteBatch of(Document command, String key) {
        List<?> writes = command.get(key) instanceof List<?> given ? given : List.of();
        return new WriteBatch(writes, !Boolean.FALSE.equals(command.get("ordered")));
    }

    /** The same command with one of its writes alone. */
    static Document only(Document command, String key, Document write) {
        Document single = command.clone();
        single.put(key, List.of(write));
        return single;
    }

    Document run(UnaryOperator<Document> runOne) {
        Totals totals = new Totals();
        for (int index = 0; index < writes.size(); index++) {
            totals.add(index, attempt(runOne, (Document) writes.get(index)));
            if (ordered && !totals.errors.isEmpty()) {
                break;
            }
        }
        return totals.reply();
    }

    private static Document attempt(UnaryOperator<Document> runOne, Document write) {
        try {
            return runOne.apply(write);
        } catch (RuntimeException e) {
            MongoServerError failure = Failures.of(e);
            Document error =
                    new Document("code", failure.getCode()).append("errmsg", failure.getMessageWithoutErrorCode());
            return new Document("n", 0).append("writeErrors", List.of(error));
        }
    }

    /** The replies to the single writes, added up. */
    private static final class Totals {
        private final List<Document> upserted = new ArrayList<>();
        private final List<Document> errors = new ArrayList<>();
        private int n;
        private int modified;

        void add(int index, Document reply) {
            n += count(reply, "n");
            modified += count(reply, "nModified");
            move(reply, "upserted", index, upserted);
            move(reply, "writeErrors", index, errors);
        }

        private static int codeOf(Document error) {
            return Failures.of(new MongoServerException(String.valueOf(error.get("errmsg"))))
                    .getCode();
        }

        private static int count(Document reply, String key) {
            return reply.get(key) instanceof Number number ? number.intValue() : 0;
        }

        private static void move(Document reply, String key, int index, List<Document> target) {
            if (reply.get(key) instanceof Iterable<?> entries) {
                for (Object entry : entries) {
                    Document moved = new Document("index", index);
                    ((Document) entry).forEach((name, value) -> moved.putIfAbsent(name, value));
                    target.add(moved);
                }
            }
        }

        Document reply() {
            Document reply = new Document("n", n).append("nModified", modified);
            if (!upserted.isEmpty()) {
                reply.append("upserted", upserted);
            }
            errors.forEach(error -> error.computeIfAbsent("code", _ -> codeOf(error)));
            if (!errors.isEmpty()) {
                reply.append("writeErrors", errors);
            }
            return reply.append("ok", 1.0);
        }
    }
}
