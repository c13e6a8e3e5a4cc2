package dev.xylem.plan;

import dev.xylem.plan.StageShape.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Refuses stored aggregations and streams that could never run. */
final class DefinitionCheck {
    private static final PipelineFaults FAULTS = PipelineFaults.ON_STORING;
    private static final int LONGEST_URI = 200;
    private static final String NOT_IN_URIS = "/\\;#";

    /** What full HAL calls links of its own. */
    private static final Set<String> RELATIONS = Set.of("self", "first", "last", "next", "prev", "previous");

    private DefinitionCheck() {}

    /**
     * @param key the property
     * @param definitions as clients write them
     */
    static void check(String key, BsonValue definitions) {
        String path = key;
        if (!(definitions instanceof BsonArray array)) {
            throw FAULTS.malformed(path, "The property '" + key + "' must be an array of objects with uri and stages");
        }
        var uris = new HashSet<String>();
        for (int i = 0; i < array.size(); i++) {
            String at = path + "." + i;
            if (!(array.get(i) instanceof BsonDocument definition)) {
                throw FAULTS.malformed(at, "Each of '" + key + "' is an object with uri and stages");
            }
            check(key, definition, at);
            if (!uris.add(definition.getString("uri").getValue())) {
                throw FAULTS.malformed(at + ".uri", "Two of '" + key + "' have this uri");
            }
        }
    }

    private static void check(String key, BsonDocument definition, String path) {
        if (!(definition.get("uri") instanceof BsonString uri) || !isUri(uri.getValue())) {
            throw FAULTS.malformed(
                    path + ".uri",
                    "A uri is a text of 1 to " + LONGEST_URI
                            + " characters that fits into one part of a path, and no link of HAL's own like self or next");
        }
        checkType(definition.get("type"), path + ".type");
        if (definition.containsKey("allowDiskUse") && !(definition.get("allowDiskUse") instanceof BsonBoolean)) {
            throw FAULTS.malformed(path + ".allowDiskUse", "allowDiskUse is true or false");
        }
        BsonValue stages = definition.get("stages", BsonNull.VALUE);
        new StageWalk(new Unbound(), FAULTS).pipeline(stages, path + ".stages");
        if (key.equals(Definitions.STREAMS)) {
            StreamCheck.check(stages.asArray(), path + ".stages", FAULTS);
        }
    }

    private static boolean isUri(String uri) {
        return !uri.isEmpty()
                && uri.length() <= LONGEST_URI
                && !uri.equals(".")
                && !uri.equals("..")
                && !isRelation(uri)
                && uri.chars().noneMatch(c -> Character.isISOControl(c) || NOT_IN_URIS.indexOf(c) >= 0);
    }

    /** True for names that HAL uses for other links. */
    static boolean isRelation(String uri) {
        return RELATIONS.contains(uri) || uri.startsWith("rh:");
    }

    private static void checkType(@Nullable BsonValue type, String path) {
        if (AggregationType.isMapReduce(type)) {
            throw FAULTS.malformed(path, AggregationType.NO_MAP_REDUCE);
        }
        if (!AggregationType.isPipeline(type)) {
            throw FAULTS.malformed(path, "The type of an aggregation is \"pipeline\", or left out");
        }
    }

    /** Looks at the variables without having any. */
    private static final class Unbound implements StageWalk.Substitution {
        private final VariableForm form = new VariableForm(FAULTS);

        @Override
        public BsonValue value(BsonValue argument, Kind kind, String path) {
            form.variable(argument, path);
            return BsonNull.VALUE;
        }

        @Override
        public List<Integer> branches(BsonValue argument, String path) {
            form.conditions(argument, path);
            return IntStream.range(1, argument.asArray().size()).boxed().toList();
        }
    }
}
