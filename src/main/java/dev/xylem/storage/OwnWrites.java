package dev.xylem.storage;

import com.mongodb.MongoException;
import com.mongodb.client.model.Projections;
import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import dev.xylem.api.Query.Concerns;
import dev.xylem.api.Resource;
import dev.xylem.plan.BulkElement;
import dev.xylem.plan.Plan;
import dev.xylem.plan.Result;
import dev.xylem.storage.Journal.Note;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/**
 * Where a store does not tell of changes, what this server writes is noted here for its feeds. Every write of a plan comes through; other programs' don't.
 */
final class OwnWrites {
    /** A write of more documents than this is told as one of nobody knows what. */
    private static final int MOST_IDS = 10_000;

    private static final int TIMED_OUT = 408;
    private static final int SERVER_ERROR = 500;

    private final Store store;
    private final Collections collections;
    private final Map<Namespace, Journal> journals = new ConcurrentHashMap<>();

    OwnWrites(Store store, Collections collections) {
        this.store = store;
        this.collections = collections;
    }

    ChangeSource source(Namespace namespace) {
        return new OwnChanges(store, collections, namespace, this);
    }

    Journal follow(Namespace namespace) {
        return journals.compute(namespace, (_, known) -> {
            Journal journal = known == null ? new Journal() : known;
            journal.follow();
            return journal;
        });
    }

    void leave(Namespace namespace) {
        journals.computeIfPresent(namespace, (_, journal) -> {
            journal.leave();
            return journal.isIdle() ? null : journal;
        });
    }

    /** Runs it, and notes what it may have changed. */
    Result noting(Plan plan, Function<Plan, Result> run) {
        return switch (plan) {
            case Plan.Write write ->
                writing(
                        write.namespace(),
                        _ -> new Writing(write, touched(List.of(write.guard().id()))),
                        run);
            case Plan.DeleteOne delete -> writing(delete.namespace(), journal -> deletion(delete, journal), run);
            case Plan.BulkWrite bulk ->
                writing(
                        bulk.namespace(),
                        _ -> new Writing(
                                bulk,
                                touched(bulk.elements().stream()
                                        .map(BulkElement::id)
                                        .toList())),
                        run);
            case Plan.UpdateMany update -> writing(update.namespace(), journal -> update(update, journal), run);
            case Plan.DeleteMany delete -> writing(delete.namespace(), journal -> deletion(delete, journal), run);
            case Plan.Drop drop -> dropping(drop, run);
            default -> run.apply(plan);
        };
    }

    /**
     * A write that begins.
     *
     * @param plan what is run: in place of a filter, what it found
     */
    private record Writing(Plan plan, List<Note> notes) {}

    private Result writing(Namespace namespace, Function<Journal, Writing> prepare, Function<Plan, Result> run) {
        var number = new long[1];
        Journal journal = journals.compute(namespace, (_, known) -> {
            Journal here = known == null ? new Journal() : known;
            number[0] = here.begin();
            return here;
        });
        Collection<Note> what = List.of();
        try {
            Writing writing = prepare.apply(journal);
            what = writing.notes;
            Result result = run.apply(writing.plan);
            what = succeeded(writing, result);
            return result;
        } catch (RuntimeException e) {
            what = mayHaveWritten(e) ? what : List.of();
            throw e;
        } finally {
            end(namespace, number[0], what);
        }
    }

    private void end(Namespace namespace, long write, Collection<Note> what) {
        journals.computeIfPresent(namespace, (_, journal) -> {
            journal.end(write, what);
            return journal.isIdle() ? null : journal;
        });
    }

    /** Without the elements of a bulk write that were refused. */
    private static List<Note> succeeded(Writing writing, Result result) {
        if (!(writing.plan instanceof Plan.BulkWrite && result instanceof Result.BulkWritten written)) {
            return writing.notes;
        }
        Set<Integer> failed = new HashSet<>();
        written.failures().forEach(failure -> failed.add(failure.index()));
        return IntStream.range(0, writing.notes.size())
                .filter(i -> !failed.contains(i))
                .mapToObj(writing.notes::get)
                .toList();
    }

    /** A refusal has written nothing; of what broke off nobody knows. */
    private boolean mayHaveWritten(RuntimeException e) {
        int status = switch (e) {
            case ProblemException refusal -> refusal.problem().status();
            case MongoException failure -> store.errors().map(failure).problem().status();
            default -> SERVER_ERROR;
        };
        return status == TIMED_OUT || status >= SERVER_ERROR;
    }

    /** With the {@code _id} as it is stored: of several numbers that are equal, that one. */
    private Writing deletion(Plan.DeleteOne delete, Journal journal) {
        List<BsonValue> id = List.of(delete.guard().id());
        List<BsonValue> stored =
                journal.isFollowed() ? ids(delete.namespace(), delete.guard().condition(), delete.concerns()) : id;
        return new Writing(delete, touched(stored.isEmpty() ? id : stored));
    }

    private Writing deletion(Plan.DeleteMany all, Journal journal) {
        return found(all.namespace(), all.filter(), all.concerns(), journal)
                .map(ids -> new Writing(
                        new Plan.DeleteMany(all.namespace(), among(ids, all.filter()), all.max(), all.concerns()),
                        touched(ids)))
                .orElseGet(() -> new Writing(all, List.of(new Note.Unknown())));
    }

    private Writing update(Plan.UpdateMany all, Journal journal) {
        return found(all.namespace(), all.filter(), all.concerns(), journal)
                .map(ids -> new Writing(
                        new Plan.UpdateMany(
                                all.namespace(),
                                among(ids, all.filter()),
                                all.scope(),
                                all.change(),
                                all.max(),
                                all.etag(),
                                all.concerns()),
                        touched(ids)))
                .orElseGet(() -> new Writing(all, List.of(new Note.Unknown())));
    }

    private static List<Note> touched(List<BsonValue> ids) {
        return ids.stream().<Note>map(Note.Touched::new).toList();
    }

    /** Empty where nobody asks yet, or there are too many. */
    private Optional<List<BsonValue>> found(
            Namespace namespace, BsonDocument filter, Concerns concerns, Journal journal) {
        return Optional.of(journal)
                .filter(Journal::isFollowed)
                .map(_ -> ids(namespace, filter, concerns))
                .filter(ids -> ids.size() <= MOST_IDS);
    }

    private List<BsonValue> ids(Namespace namespace, BsonDocument filter, Concerns concerns) {
        return collections
                .bulk(namespace, OwnChanges.latest(concerns))
                .find(filter)
                .projection(Projections.include("_id"))
                .limit(MOST_IDS + 1)
                .map(document -> document.get("_id"))
                .into(new ArrayList<>());
    }

    private static BsonDocument among(List<BsonValue> ids, BsonDocument filter) {
        var known = new BsonDocument("_id", new BsonDocument("$in", new BsonArray(ids)));
        return filter.isEmpty() ? known : new BsonDocument("$and", new BsonArray(List.of(known, filter)));
    }

    private Result dropping(Plan.Drop drop, Function<Plan, Result> run) {
        try {
            Result result = run.apply(drop);
            note(drop, Note.Gone::new);
            return result;
        } catch (RuntimeException e) {
            if (mayHaveWritten(e)) {
                note(drop, Note.Unknown::new);
            }
            throw e;
        }
    }

    private void note(Plan.Drop drop, Supplier<Note> what) {
        journals.forEach((namespace, journal) -> {
            boolean dropped = switch (drop.of()) {
                case Resource.Database(String name) -> namespace.database().equals(name);
                case Resource.Collection(Namespace name) -> namespace.equals(name);
                case Resource.Root _ -> false;
            };
            if (dropped) {
                journal.note(List.of(what.get()));
            }
        });
    }
}
