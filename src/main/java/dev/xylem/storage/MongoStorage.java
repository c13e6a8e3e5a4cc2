package dev.xylem.storage;

import com.mongodb.MongoException;
import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import dev.xylem.api.Revocation;
import dev.xylem.plan.Plan;
import dev.xylem.plan.RelationTree;
import dev.xylem.plan.Result;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs plans. Each is one command to the store; what the store answers becomes a result or a problem. */
public final class MongoStorage {
    private final Revocation revocation;
    private final MongoErrors errors;
    private final Store store;
    private final Turns turns;
    private final Schemas schemas;
    private final @Nullable OwnWrites own;
    private final MongoChanges changes;
    private final MongoReads reads;
    private final MongoRelations relations;
    private final MongoWrites writes;
    private final MongoContainers containers;
    private final MongoBulks bulks;
    private final MongoIndexes indexes;
    private final MongoAggregations aggregations;
    private final MongoExplanations explanations;

    public MongoStorage(Store store, MongoCatalog catalog, Revocation revocation) {
        this.revocation = revocation;
        this.errors = store.errors();
        this.store = store;
        this.turns = new Turns(store.connections(), store.connectionWait());
        var collections = new Collections(store);
        this.own = store.ownWrites() ? new OwnWrites(store, collections) : null;
        this.changes = new MongoChanges(store, collections, own);
        this.reads = new MongoReads(store, collections);
        this.schemas = new Schemas(catalog);
        this.relations = new MongoRelations(collections);
        this.writes = new MongoWrites(collections, store.isShared(), schemas);
        this.containers = new MongoContainers(store, collections, writes, catalog);
        this.bulks = new MongoBulks(collections, store.errors(), schemas, writes.checked());
        this.indexes = new MongoIndexes(collections);
        this.aggregations = new MongoAggregations(store, collections);
        this.explanations = new MongoExplanations(store, collections, aggregations);
    }

    /** @throws ProblemException for everything that is no result */
    public Result execute(Plan plan) {
        if (plan instanceof Plan.Known(Result result)) {
            return result;
        }
        if (plan instanceof Plan.Import all) {
            return new Imports(all, this::execute).run();
        }
        if (plan instanceof Plan.Masked(Plan.Import all, var rules)) {
            return new Masking(rules).of(new Imports(all, this::execute)::run);
        }
        if (plan instanceof Plan.Watch watch) {
            return new Result.Feed(watch, changes);
        }
        if (plan instanceof Plan.RevokeTokens(String user)) {
            return revoke(user);
        }
        Runnable release = turns.take(isLasting(plan));
        boolean held = false;
        try {
            Result result = run(plan);
            held = result instanceof Result.Export;
            return held(result, release);
        } catch (MongoException e) {
            throw errors.map(e);
        } finally {
            if (!held) {
                release.run();
            }
        }
    }

    private static boolean isLasting(Plan plan) {
        return switch (plan) {
            case Plan.Masked(Plan of, var _) -> isLasting(of);
            case Plan.Export _, Plan.ExportAggregate _ -> true;
            default -> false;
        };
    }

    public PoolState pool() {
        return new PoolState(store.connections(), turns.taken(), turns.waiting(), store.openConnections());
    }

    /** How many requests waited for a connection in vain. */
    public long poolTimeouts() {
        return turns.inVain();
    }

    /** How many change streams are open, each for all feeds of a collection. */
    public int changeStreams() {
        return changes.streams();
    }

    private Result revoking(Plan write, String user) {
        try {
            return run(write);
        } finally {
            revocation.revoke(user);
        }
    }

    private Result revoke(String user) {
        revocation.revoke(user);
        return new Result.Deleted();
    }

    /** What still reads keeps its connection until it is closed. */
    private Result held(Result result, Runnable release) {
        return switch (result) {
            case Result.Export(var properties, var rows, var size, boolean capped) ->
                new Result.Export(properties, new HeldRows(rows, errors, release), size, capped);
            default -> result;
        };
    }

    private Result run(Plan plan) {
        return own == null ? ran(plan) : own.noting(plan, this::ran);
    }

    private Result ran(Plan plan) {
        return switch (plan) {
            case Plan.Known(Result result) -> result;
            case Plan.ListDatabases list -> containers.databases(list);
            case Plan.ListCollections list -> containers.collections(list);
            case Plan.CountMembers(var of) -> containers.count(of);
            case Plan.FindPage find -> reads.page(find);
            case Plan.Export(var from) -> reads.export(from);
            case Plan.FindOne find -> reads.one(find);
            case Plan.Masked(Plan of, var rules) -> new Masking(rules).of(() -> run(of));
            case Plan.Revoking(Plan of, String user) -> revoking(of, user);
            case Plan.Related(Plan read, RelationTree tree, var concerns) ->
                new Result.Related(relations.embed(run(read), tree, concerns), tree);
            case Plan.CountDocuments count -> reads.count(count);
            case Plan.Write write -> forgetting(write.namespace(), () -> writes.write(write));
            case Plan.DeleteOne delete -> forgetting(delete.namespace(), () -> writes.delete(delete));
            case Plan.WriteProperties write -> containers.write(write);
            case Plan.Drop drop -> forgetting(drop.properties(), () -> containers.drop(drop));
            case Plan.BulkWrite bulk -> bulks.write(bulk);
            case Plan.Import all -> new Imports(all, this::execute).run();
            case Plan.UpdateMany update -> bulks.update(update);
            case Plan.DeleteMany delete -> bulks.delete(delete);
            case Plan.ListIndexes(var namespace) -> indexes.list(namespace);
            case Plan.FindIndex(var namespace, var name) -> indexes.find(namespace, name);
            case Plan.CreateIndex create -> indexes.create(create);
            case Plan.DropIndex(var namespace, var name) -> indexes.drop(namespace, name);
            case Plan.Aggregate aggregate -> aggregations.run(aggregate);
            case Plan.RevokeTokens(String user) -> revoke(user);
            case Plan.Watch watch -> new Result.Feed(watch, changes);
            case Plan.IssueTicket _ -> throw new IllegalArgumentException("the store has no part in it");
            case Plan.ExportAggregate(var all) -> aggregations.export(all);
            case Plan.Explain explain -> explanations.of(explain);
        };
    }

    /** What a reserved collection says may be remembered: the schemas. */
    private Result forgetting(Namespace written, Supplier<Result> write) {
        try {
            return write.get();
        } finally {
            if (Namespace.isReservedCollection(written.collection())) {
                schemas.forget(written.database());
            }
        }
    }
}
