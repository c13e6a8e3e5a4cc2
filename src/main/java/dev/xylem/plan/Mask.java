package dev.xylem.plan;

import dev.xylem.api.FieldRules;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Takes out of documents what a caller may not see; what stays keeps its order. */
public final class Mask {
    private static final BsonDocumentCodec CODEC = new BsonDocumentCodec();

    private final FieldRules rules;

    public Mask(FieldRules rules) {
        this.rules = rules;
    }

    public RawBsonDocument of(RawBsonDocument document) {
        return rules.areLimited() ? new RawBsonDocument(of((BsonDocument) document), CODEC) : document;
    }

    public BsonDocument of(BsonDocument document) {
        return visible(document, "");
    }

    private BsonDocument visible(BsonDocument document, String prefix) {
        var visible = new BsonDocument();
        document.forEach((name, value) -> {
            String path = FieldName.join(prefix, name);
            if (rules.showsAllOf(path)) {
                visible.put(name, value);
            } else if (!rules.hides(path) && isShown(value, path)) {
                visible.put(name, part(value, path));
            }
        });
        return visible;
    }

    private BsonValue part(BsonValue value, String path) {
        return switch (value) {
            case BsonDocument document -> visible(document, path);
            case BsonArray array ->
                new BsonArray(array.stream()
                        .filter(element -> isShown(element, path))
                        .map(element -> part(element, path))
                        .toList());
            default -> value;
        };
    }

    /** Of a path that is shown in part, what has no parts is shown where nothing but parts is hidden. */
    private boolean isShown(BsonValue value, String path) {
        return value instanceof BsonDocument || value instanceof BsonArray || rules.showsItself(path);
    }

    /** The new state with what is hidden of the old one, unless the new one has its own. */
    BsonDocument keeping(BsonDocument state, BsonDocument before) {
        return keeping(state, before, "");
    }

    private BsonDocument keeping(BsonDocument state, BsonDocument before, String prefix) {
        BsonDocument kept = state.clone();
        before.forEach((name, value) -> {
            String path = FieldName.join(prefix, name);
            if (rules.hides(path)) {
                kept.putIfAbsent(name, value);
            } else if (!rules.showsAllOf(path) && value instanceof BsonDocument inner) {
                BsonDocument into = kept.get(name) instanceof BsonDocument document ? document : new BsonDocument();
                BsonDocument joined = keeping(into, inner, path);
                if (kept.containsKey(name) || !joined.isEmpty()) {
                    kept.put(name, joined);
                }
            }
        });
        return kept;
    }
}
