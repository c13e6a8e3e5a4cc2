package dev.xylem.plan.live;

import dev.xylem.plan.Matcher;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** The parameter {@code keys} by <a href="https://www.mongodb.com/docs/manual/reference/operator/projection/">MongoDB's rules</a>, in process. */
public final class Projector {
    private static final Projector ALL = new Projector(new Branch(new LinkedHashMap<>()), false, true);

    /** What becomes of a path. */
    private sealed interface Part {}

    private record Branch(Map<String, Part> parts) implements Part {}

    private record Shown() implements Part {}

    private record Hidden() implements Part {}

    private record Slice(@Nullable Integer skip, int limit) implements Part {}

    private record First(Matcher matcher) implements Part {}

    private final Branch root;
    private final boolean picks;
    private final boolean showsId;

    /** @param picks true when only what is named is shown */
    private Projector(Branch root, boolean picks, boolean showsId) {
        this.root = root;
        this.picks = picks;
        this.showsId = showsId;
    }

    /** @throws IllegalArgumentException when fields are both shown and hidden, or a path leads through another */
    public static Projector of(BsonDocument keys) {
        if (keys.isEmpty()) {
            return ALL;
        }
        boolean shows = has(keys, Projector::isYes);
        boolean hides = has(keys, Projector::isNo);
        if (shows && hides) {
            throw new IllegalArgumentException("it shows some fields and hides others; only _id may be the exception");
        }
        BsonValue id = keys.get("_id");
        boolean others = keys.keySet().stream().anyMatch(key -> !key.equals("_id"));
        boolean picks = shows || (!hides && has(keys, Projector::isElemMatch)) || (!others && isYes(id));
        var root = new Branch(new LinkedHashMap<>());
        keys.forEach((path, how) -> {
            if (!path.equals("_id")) {
                add(root, path, part(how));
            }
        });
        return new Projector(root, picks, id == null || isYes(id));
    }

    private interface Test {
        boolean is(@Nullable BsonValue how);
    }

    private static boolean has(BsonDocument keys, Test test) {
        return keys.entrySet().stream().anyMatch(key -> !key.getKey().equals("_id") && test.is(key.getValue()));
    }

    private static boolean isYes(@Nullable BsonValue how) {
        return (how instanceof BsonBoolean flag && flag.getValue())
                || (how instanceof BsonNumber number && number.doubleValue() != 0);
    }

    private static boolean isNo(@Nullable BsonValue how) {
        return (how instanceof BsonBoolean flag && !flag.getValue())
                || (how instanceof BsonNumber number && number.doubleValue() == 0);
    }

    private static boolean isElemMatch(@Nullable BsonValue how) {
        return how instanceof BsonDocument operator && operator.containsKey("$elemMatch");
    }

    private static Part part(BsonValue how) {
        if (how instanceof BsonDocument operator) {
            return operator.containsKey("$elemMatch")
                    ? new First(Matcher.of(new BsonDocument("a", operator)))
                    : slice(operator.get("$slice"));
        }
        return isYes(how) ? new Shown() : new Hidden();
    }

    private static Slice slice(@Nullable BsonValue how) {
        return how instanceof BsonArray both
                ? new Slice(
                        both.get(0).asNumber().intValue(),
                        both.get(1).asNumber().intValue())
                : new Slice(null, how instanceof BsonNumber number ? number.intValue() : 0);
    }

    private static void add(Branch root, String path, Part leaf) {
        String[] names = path.split("\\.", -1);
        Branch at = root;
        for (int i = 0; i < names.length - 1; i++) {
            Part next = at.parts.computeIfAbsent(names[i], _ -> new Branch(new LinkedHashMap<>()));
            if (!(next instanceof Branch branch)) {
                throw new IllegalArgumentException("'" + path + "' leads through another path");
            }
            at = branch;
        }
        if (at.parts.putIfAbsent(names[names.length - 1], leaf) != null) {
            throw new IllegalArgumentException("another path leads through '" + path + "'");
        }
    }

    RawBsonDocument of(RawBsonDocument document) {
        if (this == ALL) {
            return document;
        }
        BsonDocument seen = fields(document, root, true);
        return new RawBsonDocument(seen, new BsonDocumentCodec());
    }

    private BsonDocument fields(BsonDocument document, Branch branch, boolean top) {
        var seen = new BsonDocument();
        document.forEach((name, value) -> {
            if (top && name.equals("_id")) {
                if (showsId) {
                    seen.put(name, value);
                }
                return;
            }
            BsonValue shown = value(value, branch.parts.get(name));
            if (shown != null) {
                seen.put(name, shown);
            }
        });
        return seen;
    }

    private @Nullable BsonValue value(BsonValue value, @Nullable Part part) {
        return switch (part) {
            case null -> picks ? null : value;
            case Shown _ -> value;
            case Hidden _ -> null;
            case Slice slice -> value instanceof BsonArray array ? cut(array, slice) : value;
            case First(Matcher matcher) -> value instanceof BsonArray array ? first(array, matcher) : null;
            case Branch branch -> inside(value, branch);
        };
    }

    private @Nullable BsonValue inside(BsonValue value, Branch branch) {
        return switch (value) {
            case BsonDocument document -> fields(document, branch, false);
            case BsonArray array -> {
                var seen = new BsonArray();
                for (BsonValue element : array) {
                    BsonValue shown = inside(element, branch);
                    if (shown != null) {
                        seen.add(shown);
                    }
                }
                yield seen;
            }
            default -> picks ? null : value;
        };
    }

    private static BsonArray cut(BsonArray array, Slice slice) {
        int size = array.size();
        Integer skip = slice.skip;
        int from;
        if (skip == null) {
            from = slice.limit < 0 ? Math.max(0, size + slice.limit) : 0;
        } else {
            from = skip < 0 ? Math.max(0, size + skip) : Math.min(skip, size);
        }
        int most = skip == null && slice.limit < 0 ? size : Math.max(0, slice.limit);
        return new BsonArray(List.copyOf(array.subList(from, (int) Math.min((long) from + most, size))));
    }

    private static @Nullable BsonArray first(BsonArray array, Matcher matcher) {
        return array.stream()
                .filter(element -> matcher.matches(new BsonDocument("a", new BsonArray(List.of(element)))))
                .findFirst()
                .map(element -> new BsonArray(List.of(element)))
                .orElse(null);
    }
}
