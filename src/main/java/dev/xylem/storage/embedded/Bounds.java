package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the clauses of a query and an order mean on one index: which of its keys are looked at, and in which direction. */
final class Bounds {

    /** More values of several $in than this are looked for one by one in the documents. */
    private static final int MOST_RANGES = 10_000;

    private static final IndexKey ID = new IndexKey("_id", true);

    private final @Nullable OrderedIndex index;
    private final List<IndexKey> keys;
    private final Clause.Clauses clauses;
    private final List<Range> ranges;
    private final List<Clause> used = new ArrayList<>();

    /** Keys at the beginning that have one value. */
    private int fixed;

    private int bounded;
    private boolean narrows;
    private boolean exact;
    private final boolean ordered;
    private boolean reversed;

    Bounds(@Nullable OrderedIndex index, List<IndexKey> keys, Clause.Clauses clauses, Document sort) {
        this.index = index;
        this.keys = withId(index, keys);
        this.clauses = clauses;
        List<Range> all = ranges();
        this.exact = clauses.complete() && used.size() == clauses.all().size();
        this.ordered = isOrdered(sort);
        this.ranges = Range.distinct(clauses.choices().isEmpty() ? all : narrowed());
    }

    /** After its own keys, an index is in the order of _id. */
    private static List<IndexKey> withId(@Nullable OrderedIndex index, List<IndexKey> keys) {
        boolean isThere =
                index == null || keys.stream().anyMatch(key -> key.getKey().equals(ID.getKey()));
        return isThere ? keys : Stream.concat(keys.stream(), Stream.of(ID)).toList();
    }

    /** Only where one of the ways to satisfy the query leads. */
    private List<Range> narrowed() {
        List<Bounds> ways = clauses.ways().stream()
                .map(way -> new Bounds(index, keys, way, new Document()))
                .toList();
        int common = ways.stream().mapToInt(way -> way.bounded).min().orElse(0);
        narrows = common > bounded;
        exact = ways.stream().allMatch(way -> way.access().exact());
        bounded = Math.max(bounded, common);
        return ways.stream().flatMap(way -> way.ranges.stream()).toList();
    }

    private boolean isMultikey() {
        return index != null && index.isMultikey();
    }

    Access access() {
        return new Access(index, ranges, reversed, ordered, exact, bounded);
    }

    /** Equal values count most, then order, then ranges; the documents themselves win a tie. */
    int score() {
        int values = used.stream()
                .mapToInt(clause -> switch (clause.operator()) {
                    case EQUAL -> 8;
                    case IN -> 6;
                    default -> 2;
                })
                .sum();
        return values + (narrows ? 2 : 0) + (ordered ? 3 : 0) + (isOne() ? 100 : 0);
    }

    private boolean isOne() {
        return index == null
                ? fixed == keys.size()
                : index.isUnique() && fixed >= index.getKeys().size();
    }

    boolean isPossible(Document query) {
        return index == null || (isComplete(query) && (bounded > 0 || ordered));
    }

    /** Whether every document that matches is in the index at all. */
    boolean isComplete(Document query) {
        if (index == null) {
            return true;
        }
        if (index.isSparse() && used.stream().noneMatch(clause -> isOwnKey(index, clause) && demandsValue(clause))) {
            return false;
        }
        return index.partial() == null || isImplied(index.partial(), query);
    }

    private static boolean isOwnKey(OrderedIndex index, Clause clause) {
        return index.getKeys().stream().anyMatch(key -> key.getKey().equals(clause.field()));
    }

    private static boolean demandsValue(Clause clause) {
        return clause.operator() != Clause.Operator.TYPE
                && clause.value() != null
                && !(clause.value() instanceof Collection<?> values && values.contains(null));
    }

    private boolean isImplied(Document partial, Document query) {
        return partial.entrySet().stream().allMatch(condition -> isImplied(condition, query));
    }

    /** By the same condition, by an equal value that satisfies it, or by any value where it only has to exist. */
    private boolean isImplied(Map.Entry<String, Object> condition, Document query) {
        String field = condition.getKey();
        if (query.containsKey(field) && Objects.equals(query.get(field), condition.getValue())) {
            return true;
        }
        Filter filter = new Filter(new Document(field, condition.getValue()));
        return clauses.on(field).stream()
                .filter(Bounds::demandsValue)
                .anyMatch(clause -> isExists(condition.getValue())
                        || (clause.operator() == Clause.Operator.EQUAL
                                && !field.contains(".")
                                && filter.accepts(new Document(field, clause.value()))));
    }

    private static boolean isExists(@Nullable Object condition) {
        return condition instanceof Document document && document.equals(new Document("$exists", true));
    }

    private List<Range> ranges() {
        List<byte[]> prefixes = List.of(new byte[0]);
        for (IndexKey key : keys) {
            List<Clause> here = clauses.on(key.getKey());
            Optional<Clause> equal = first(here, Clause.Operator.EQUAL);
            Optional<Clause> in = first(here, Clause.Operator.IN);
            if (equal.isPresent()) {
                prefixes = extended(
                        prefixes, key, Collections.singletonList(equal.get().value()), equal.get());
                fixed += fixed == bounded ? 1 : 0;
            } else if (in.isPresent() && size(in.get()) * prefixes.size() <= MOST_RANGES) {
                prefixes = extended(prefixes, key, (Collection<?>) in.get().value(), in.get());
            } else {
                return between(prefixes, key, here);
            }
            bounded++;
        }
        return prefixes.stream().map(Range::startingWith).toList();
    }

    private static int size(Clause in) {
        return in.value() instanceof Collection<?> values ? values.size() : 0;
    }

    private static Optional<Clause> first(List<Clause> clauses, Clause.Operator operator) {
        return clauses.stream().filter(clause -> clause.operator() == operator).findFirst();
    }

    private List<byte[]> extended(List<byte[]> prefixes, IndexKey key, @Nullable Collection<?> values, Clause clause) {
        used.add(clause);
        List<byte[]> all = new ArrayList<>();
        for (byte[] prefix : prefixes) {
            for (Object value : Objects.requireNonNull(values)) {
                all.add(OrderedIndex.component(prefix, value, key.isAscending()));
            }
        }
        return all;
    }

    private List<Range> between(List<byte[]> prefixes, IndexKey key, List<Clause> here) {
        Optional<Clause> lower = here.stream().filter(Bounds::isLower).max(Bounds::byValue);
        Optional<Clause> upper = here.stream().filter(Bounds::isUpper).min(Bounds::byValue);
        if (lower.isPresent() && isMultikey()) {
            // Another element of an array may satisfy the other one.
            upper = Optional.empty();
        }
        if (lower.isEmpty() && upper.isEmpty()) {
            return first(here, Clause.Operator.TYPE)
                    .map(type -> ofTypes(prefixes, key, type))
                    .orElseGet(() -> prefixes.stream().map(Range::startingWith).toList());
        }
        lower.ifPresent(used::add);
        upper.ifPresent(used::add);
        bounded++;
        Clause low = lower.orElse(null);
        Clause high = upper.orElse(null);
        return prefixes.stream()
                .flatMap(prefix -> between(prefix, key.isAscending(), low, high).stream())
                .toList();
    }

    private static int byValue(Clause a, Clause b) {
        return Arrays.compareUnsigned(OrderedBytes.of(a.value()), OrderedBytes.of(b.value()));
    }

    private List<Range> ofTypes(List<byte[]> prefixes, IndexKey key, Clause type) {
        used.add(type);
        bounded++;
        return prefixes.stream()
                .flatMap(prefix -> type.tags().stream().map(tag -> typeStart(prefix, tag, key.isAscending())))
                .map(Range::startingWith)
                .toList();
    }

    private static boolean isLower(Clause clause) {
        return clause.operator() == Clause.Operator.GREATER || clause.operator() == Clause.Operator.GREATER_OR_EQUAL;
    }

    private static boolean isUpper(Clause clause) {
        return clause.operator() == Clause.Operator.LESS || clause.operator() == Clause.Operator.LESS_OR_EQUAL;
    }

    /** Only values of the type that is asked about are compared, as in MongoDB; NaN is less than no number. */
    private static Optional<Range> between(
            byte[] prefix, boolean ascending, @Nullable Clause low, @Nullable Clause high) {
        byte tag = OrderedBytes.tagOf(
                Objects.requireNonNull(low == null ? high : low).value());
        if (high != null && OrderedBytes.tagOf(high.value()) != tag) {
            return Optional.empty();
        }
        byte[] type = typeStart(prefix, tag, ascending);
        boolean aboveNaN = low == null && tag == OrderedBytes.NUMBER;
        byte[] nan = OrderedIndex.component(prefix, Double.NaN, ascending);
        byte[] least = aboveNaN && ascending ? Objects.requireNonNull(Range.after(nan)) : type;
        byte[] most = aboveNaN && !ascending ? nan : Range.after(type);
        byte[] start = edge(prefix, ascending, ascending ? low : high, Clause.Operator.GREATER, Clause.Operator.LESS);
        byte[] end = edge(
                prefix,
                ascending,
                ascending ? high : low,
                Clause.Operator.LESS_OR_EQUAL,
                Clause.Operator.GREATER_OR_EQUAL);
        return Optional.of(new Range(Objects.requireNonNullElse(start, least), Objects.requireNonNullElse(end, most)));
    }

    private static byte[] typeStart(byte[] prefix, byte tag, boolean ascending) {
        byte[] type = Arrays.copyOf(prefix, prefix.length + 1);
        type[prefix.length] = ascending ? tag : (byte) ~tag;
        return type;
    }

    /** The value's own bytes, or what comes after all that begin with them when the clause is one of the two. */
    private static byte @Nullable [] edge(
            byte[] prefix,
            boolean ascending,
            @Nullable Clause clause,
            Clause.Operator after,
            Clause.Operator alsoAfter) {
        if (clause == null) {
            return null;
        }
        byte[] value = OrderedIndex.component(prefix, clause.value(), ascending);
        return clause.operator() == after || clause.operator() == alsoAfter ? Range.after(value) : value;
    }

    /** Walking along the index gives the order, in one of its two directions. */
    private boolean isOrdered(Document sort) {
        if (sort.isEmpty() || isMultikey()) {
            return false;
        }
        int position = fixed;
        int direction = 0;
        for (Map.Entry<String, Object> each : sort.entrySet()) {
            if (isFixed(each.getKey())) {
                continue;
            }
            if (index == null && position > 0) {
                break; // no two documents have one _id
            }
            IndexKey key = keyAt(position++);
            if (key == null || !key.getKey().equals(each.getKey()) || !(each.getValue() instanceof Number number)) {
                return false;
            }
            int here = (number.intValue() > 0) == key.isAscending() ? 1 : -1;
            if (direction != 0 && here != direction) {
                return false;
            }
            direction = here;
        }
        reversed = direction < 0;
        return true;
    }

    private boolean isFixed(String field) {
        return keys.stream().limit(fixed).anyMatch(key -> key.getKey().equals(field));
    }

    private @Nullable IndexKey keyAt(int position) {
        return position < keys.size() ? keys.get(position) : null;
    }
}
