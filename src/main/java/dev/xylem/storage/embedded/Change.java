package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.bson.Document;
import org.jspecify.annotations.Nullable;

/** What an update makes of one document. */
@FunctionalInterface
interface Change {

    /** @param creates the document is not there yet; before it are the values that an upsert's conditions ask for */
    Document of(Document before, boolean creates);

    /** Null where the stock engine has to do it: elements of arrays by position, and what is malformed. */
    static @Nullable Change of(@Nullable Object update) {
        UpdatePipeline pipeline = UpdatePipeline.parse(update);
        if (pipeline != null) {
            return (before, _) -> withId(before, pipeline.applied(before));
        }
        if (update instanceof Document operators && UpdateOperators.areIn(operators)) {
            return (before, creates) -> UpdateOperators.applied(operators, before, creates);
        }
        if (update instanceof Document state && isState(state)) {
            return (before, _) -> {
                Utils.validateFieldNames(state);
                return withId(before, state);
            };
        }
        return null;
    }

    /** A new state, and no operators. */
    static boolean isState(Document update) {
        return update.keySet().stream().noneMatch(key -> key.startsWith("$"));
    }

    /** A document keeps its _id, which comes first. */
    private static Document withId(Document before, Document state) {
        boolean has = state.containsKey("_id");
        if (has && before.containsKey("_id") && Values.compare(before.get("_id"), state.get("_id")) != 0) {
            throw UpdatePath.immutable();
        }
        Document after = new Document();
        if (has || before.containsKey("_id")) {
            after.put("_id", before.getOrDefault("_id", state.get("_id")));
        }
        state.forEach((name, value) -> {
            if (!name.equals("_id")) {
                after.put(name, value);
            }
        });
        return after;
    }
}
