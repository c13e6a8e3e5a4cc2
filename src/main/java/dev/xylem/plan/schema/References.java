package dev.xylem.plan.schema;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Refuses a schema that points out of its store: no network and no file is ever read for one. And patterns that are none. */
final class References {
    private static final Set<String> POINTING = Set.of("$ref", "$dynamicRef", "$recursiveRef");

    /** What they hold is data, not a schema. */
    private static final Set<String> DATA = Set.of("enum", "const", "default", "examples");

    private final String store;
    private final Dialect dialect;

    References(String database, Dialect dialect) {
        this.store = StoreAddress.ofStore(database);
        this.dialect = dialect;
    }

    void check(BsonDocument schema) {
        walk(schema, "");
    }

    private void walk(BsonValue value, String path) {
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, member) -> {
                    if (!DATA.contains(key)) {
                        check(key, member, path + "/" + key);
                        walk(member, path + "/" + key);
                    }
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    walk(array.get(i), path + "/" + i);
                }
            }
            default -> {}
        }
    }

    private void check(String key, BsonValue member, String path) {
        if (key.equals("patternProperties") && member instanceof BsonDocument patterns) {
            patterns.keySet().forEach(pattern -> checkPattern(pattern, path));
        }
        if (!(member instanceof BsonString text)) {
            return;
        }
        if (POINTING.contains(key) && !staysInside(text.getValue())) {
            throw refused(
                    path, "points out of the schema store; write #/.., another schema's id, or " + store + "<id>#");
        }
        if (key.equals("pattern")) {
            checkPattern(text.getValue(), path);
        }
        if (key.equals(Dialect.KEY)
                && Dialect.named(text).filter(dialect::equals).isEmpty()) {
            throw refused(path, "names another draft than the schema around it");
        }
    }

    private static void checkPattern(String pattern, String path) {
        if (!Patterns.isPattern(pattern)) {
            throw refused(
                    path,
                    "holds no regular expression of Java's, or one of more than " + Patterns.LONGEST + " characters");
        }
    }

    /** A relative reference without a path of its own, or the store's form; the metaschema is known to everybody. */
    private boolean staysInside(String reference) {
        int fragment = reference.indexOf('#');
        String target = fragment < 0 ? reference : reference.substring(0, fragment);
        return (target.indexOf(':') < 0 && target.indexOf('/') < 0)
                || (target.startsWith(store) && target.indexOf('/', store.length()) < 0)
                || Dialect.named(new BsonString(target)).isPresent();
    }

    static ProblemException refused(String path, String what) {
        return Problem.of(ProblemType.SCHEMA_INVALID, "The schema is invalid: " + path + " " + what + ".")
                .with("path", path)
                .exception();
    }
}
