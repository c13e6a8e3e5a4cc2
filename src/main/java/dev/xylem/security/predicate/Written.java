package dev.xylem.security.predicate;

import dev.xylem.api.FieldRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Which paths one document of a body writes, operators looked into. */
final class Written {
    private static final Set<String> ASSIGNING = Set.of("$set", "$setOnInsert");
    private static final Set<String> CHANGING = Set.of(
            "$unset",
            "$inc",
            "$mul",
            "$min",
            "$max",
            "$currentDate",
            "$bit",
            "$push",
            "$pull",
            "$pullAll",
            "$pop",
            "$addToSet",
            "$rename");

    /** What becomes of the parts of an object that the body does not name. */
    enum Manner {
        /** The document is new: they are not there. */
        REPLACED,
        /** The object replaces what was under its name: they go. */
        ASSIGNED,
        /** They stay (RFC 7396). */
        MERGED
    }

    /**
     * A path that is written.
     *
     * @param path without array indexes
     * @param value null where an operator computes or removes it
     * @param whole false when the value is one element's among others
     */
    private record Entry(String path, @Nullable BsonValue value, boolean whole, Manner manner) {}

    private final List<Entry> entries = new ArrayList<>();
    private boolean doubtful;

    private Written() {}

    static Written of(BsonDocument document, Manner manner) {
        var written = new Written();
        document.forEach((key, value) -> {
            if (key.startsWith("$")) {
                written.operator(key, value);
            } else {
                written.add(key, value, manner);
            }
        });
        return written;
    }

    /** RFC 6902: even a {@code test} counts, since it tells what is there. */
    static Written ofJsonPatch(List<BsonDocument> operations) {
        var written = new Written();
        for (BsonDocument operation : operations) {
            written.pointer(operation.get("path"));
            if (operation.containsKey("from")) {
                written.pointer(operation.get("from"));
            }
        }
        return written;
    }

    /** Of a body that can't be told. */
    static Written unknown() {
        var written = new Written();
        written.doubtful = true;
        return written;
    }

    private void pointer(@Nullable BsonValue pointer) {
        String text = pointer instanceof BsonString string ? string.getValue() : "";
        if (!text.startsWith("/") || text.length() == 1 || text.contains(".")) {
            doubtful = true;
            return;
        }
        String path = Arrays.stream(text.substring(1).split("/", -1))
                .map(name -> name.replace("~1", "/").replace("~0", "~"))
                .filter(name -> !name.equals("-"))
                .collect(Collectors.joining("."));
        entries.add(new Entry(FieldRules.plain(path), null, false, Manner.ASSIGNED));
    }

    private void operator(String operator, BsonValue operand) {
        if (!(operand instanceof BsonDocument fields)
                || !(ASSIGNING.contains(operator) || CHANGING.contains(operator))) {
            doubtful = true;
            return;
        }
        fields.forEach((path, value) -> {
            if (ASSIGNING.contains(operator)) {
                add(path, value, Manner.ASSIGNED);
                return;
            }
            entries.add(new Entry(FieldRules.plain(path), null, false, Manner.ASSIGNED));
            if (operator.equals("$rename")) {
                rename(value);
            }
        });
    }

    private void rename(BsonValue target) {
        if (target instanceof BsonString name) {
            entries.add(new Entry(FieldRules.plain(name.getValue()), null, false, Manner.ASSIGNED));
        } else {
            doubtful = true;
        }
    }

    private void add(String key, BsonValue value, Manner manner) {
        String path = FieldRules.plain(key);
        entries.add(new Entry(path, value, path.equals(key), manner));
    }

    /** True when the key gets a value. */
    Truth contains(String key) {
        boolean found = false;
        boolean doubt = doubtful;
        for (Entry entry : entries) {
            switch (relation(entry.path, key)) {
                case SAME, BELOW -> {
                    found |= entry.value != null;
                    doubt |= entry.value == null;
                }
                case ABOVE -> {
                    Found inside = inside(entry, key);
                    found |= inside.value != null;
                    doubt |= inside.doubt;
                }
                case APART -> {}
            }
        }
        return doubt ? Truth.DOUBT : Truth.of(found);
    }

    /**
     * The values that the key gets; none when it gets none.
     *
     * @throws Doubt when the body does not tell
     */
    List<BsonValue> values(String key) {
        if (doubtful) {
            throw new Doubt();
        }
        var values = new ArrayList<BsonValue>();
        for (Entry entry : entries) {
            switch (relation(entry.path, key)) {
                case SAME -> {
                    if (entry.value == null || !entry.whole) {
                        throw new Doubt();
                    }
                    values.add(entry.value);
                }
                case BELOW -> throw new Doubt();
                case ABOVE -> {
                    Found inside = inside(entry, key);
                    if (inside.doubt) {
                        throw new Doubt();
                    }
                    if (inside.value != null) {
                        values.add(inside.value);
                    }
                }
                case APART -> {}
            }
        }
        return values;
    }

    /** True when the key, or anything in it, may differ afterwards. */
    Truth touches(String key) {
        boolean touched = entries.stream().anyMatch(entry -> touches(entry, key));
        return touched ? Truth.YES : doubtful ? Truth.DOUBT : Truth.NO;
    }

    private static boolean touches(Entry entry, String key) {
        return switch (relation(entry.path, key)) {
            case SAME, BELOW -> true;
            case APART -> false;
            case ABOVE -> {
                Found inside = inside(entry, key);
                boolean object = entry.value instanceof BsonDocument;
                yield entry.value == null
                        || inside.doubt
                        || inside.value != null
                        || entry.manner == Manner.ASSIGNED
                        || (entry.manner == Manner.MERGED && !object);
            }
        };
    }

    /** True when nothing but those keys, and what is in them, is written. */
    Truth only(Set<String> keys) {
        boolean covered = entries.stream().allMatch(entry -> covered(entry.path, entry.value, entry.manner, keys));
        return !covered ? Truth.NO : doubtful ? Truth.DOUBT : Truth.YES;
    }

    private static boolean covered(String path, @Nullable BsonValue value, Manner manner, Set<String> keys) {
        if (keys.stream()
                .anyMatch(key -> relation(path, key) == Relation.SAME || relation(path, key) == Relation.BELOW)) {
            return true;
        }
        return manner != Manner.ASSIGNED
                && value instanceof BsonDocument object
                && !object.isEmpty()
                && object.entrySet().stream()
                        .allMatch(child -> !child.getKey().startsWith("$")
                                && covered(path + "." + child.getKey(), child.getValue(), manner, keys));
    }

    private enum Relation {
        SAME,
        /** The path lies in the key. */
        BELOW,
        /** The key lies in the path. */
        ABOVE,
        APART
    }

    private static Relation relation(String path, String key) {
        if (path.equals(key)) {
            return Relation.SAME;
        }
        if (path.startsWith(key) && path.charAt(key.length()) == '.') {
            return Relation.BELOW;
        }
        return key.startsWith(path) && key.charAt(path.length()) == '.' ? Relation.ABOVE : Relation.APART;
    }

    /** @param value null when the key is not there */
    private record Found(@Nullable BsonValue value, boolean doubt) {
        static final Found NOTHING = new Found(null, false);
        static final Found UNCLEAR = new Found(null, true);
    }

    /** What the entry's value has under the rest of the key. */
    private static Found inside(Entry entry, String key) {
        return entry.value == null ? Found.UNCLEAR : inside(entry.value, key.substring(entry.path.length() + 1));
    }

    private static Found inside(BsonValue value, String rest) {
        if (value instanceof BsonArray array) {
            return array.stream().anyMatch(BsonDocument.class::isInstance) ? Found.UNCLEAR : Found.NOTHING;
        }
        if (!(value instanceof BsonDocument object)) {
            return Found.NOTHING;
        }
        if (object.keySet().stream().anyMatch(name -> name.contains(".") || name.startsWith("$"))) {
            return Found.UNCLEAR;
        }
        int dot = rest.indexOf('.');
        BsonValue child = object.get(dot < 0 ? rest : rest.substring(0, dot));
        if (child == null) {
            return Found.NOTHING;
        }
        return dot < 0 ? new Found(child, false) : inside(child, rest.substring(dot + 1));
    }
}
