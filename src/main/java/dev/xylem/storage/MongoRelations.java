package dev.xylem.storage;

import com.mongodb.client.model.Filters;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Query.Concerns;
import dev.xylem.plan.Mask;
import dev.xylem.plan.Relation;
import dev.xylem.plan.RelationTree;
import dev.xylem.plan.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNumber;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.conversions.Bson;

/** Puts the targets of relations into the documents that refer to them: one query for each relation and level, whatever the number of documents. */
final class MongoRelations {
    /** How many documents one answer embeds in all. */
    private static final int MOST = 1_000;

    private static final String EMBEDDED = "_embedded";

    private final Collections collections;

    MongoRelations(Collections collections) {
        this.collections = collections;
    }

    /** The same result, its documents with the targets in them. */
    Result embed(Result read, RelationTree tree, Concerns concerns) {
        return switch (read) {
            case Result.Page page -> page.with(embed(page.documents(), tree, concerns));
            case Result.One one ->
                new Result.One(embed(List.of(one.document()), tree, concerns).getFirst(), one.etag());
            default -> read;
        };
    }

    private List<RawBsonDocument> embed(List<RawBsonDocument> documents, RelationTree tree, Concerns concerns) {
        if (tree.branches().isEmpty()) {
            return documents;
        }
        List<BsonDocument> copies = documents.stream()
                .map(document -> document.decode(new BsonDocumentCodec()))
                .toList();
        var run = new Run(concerns);
        run.fill(copies, tree);
        refuseTooMany(copies.stream().mapToLong(run::embeddedIn).sum());
        return copies.stream().map(Raw::of).toList();
    }

    private static void refuseTooMany(long embedded) {
        if (embedded > MOST) {
            throw Problem.of(
                            ProblemType.TOO_MANY_EMBEDDED,
                            "More than " + MOST
                                    + " documents would be embedded. Ask for a smaller page or fewer relations, or follow the links.")
                    .with("parameter", "embed")
                    .exception();
        }
    }

    /** MongoDB finds 5 where 5.0 is asked for. */
    private static Object key(BsonValue id) {
        if (id instanceof BsonNumber number) {
            double value = number.doubleValue();
            return Double.isFinite(value)
                    ? number.decimal128Value().bigDecimalValue().stripTrailingZeros()
                    : (Object) value;
        }
        return id;
    }

    /** One request's worth of it. */
    private final class Run {
        private final Concerns concerns;
        private final IdentityHashMap<BsonDocument, Long> embedded = new IdentityHashMap<>();

        Run(Concerns concerns) {
            this.concerns = concerns;
        }

        long embeddedIn(BsonDocument document) {
            return embedded.getOrDefault(document, 0L);
        }

        void fill(List<BsonDocument> documents, RelationTree tree) {
            for (RelationTree.Branch branch : tree.branches()) {
                Relation relation = branch.relation();
                Map<Object, List<BsonDocument>> targets =
                        relation.owning() ? referred(documents, branch) : referring(documents, branch);
                for (BsonDocument document : documents) {
                    attach(document, branch, targets);
                }
            }
        }

        /** The documents that these refer to, by their id. */
        private Map<Object, List<BsonDocument>> referred(List<BsonDocument> documents, RelationTree.Branch branch) {
            Map<Object, BsonValue> ids = new LinkedHashMap<>();
            documents.forEach(document -> branch.relation().references(document).stream()
                    // which $in would take for a pattern
                    .filter(id -> !(id instanceof BsonRegularExpression))
                    .forEach(id -> ids.putIfAbsent(key(id), id)));
            Map<Object, List<BsonDocument>> byId = new HashMap<>();
            for (BsonDocument target : find(branch, "_id", ids)) {
                byId.put(key(idOf(target)), List.of(target));
            }
            return byId;
        }

        /** The documents that refer to these, by the id that they refer to. */
        private Map<Object, List<BsonDocument>> referring(List<BsonDocument> documents, RelationTree.Branch branch) {
            Map<Object, BsonValue> ids = new LinkedHashMap<>();
            documents.stream()
                    .filter(document -> document.containsKey("_id"))
                    .forEach(document -> ids.putIfAbsent(key(idOf(document)), idOf(document)));
            Map<Object, List<BsonDocument>> byReference = new HashMap<>();
            for (BsonDocument target : find(branch, branch.relation().queryPath(), ids)) {
                branch.relation().references(target).stream()
                        .map(MongoRelations::key)
                        .distinct()
                        .forEach(id -> byReference
                                .computeIfAbsent(id, _ -> new ArrayList<>())
                                .add(target));
            }
            return byReference;
        }

        private List<BsonDocument> find(RelationTree.Branch branch, String path, Map<Object, BsonValue> ids) {
            refuseTooMany(ids.size());
            if (ids.isEmpty()) {
                return List.of();
            }
            List<BsonDocument> found = collections
                    .get(branch.relation().target(), concerns)
                    .find(readable(branch, Filters.in(path, ids.values())), BsonDocument.class)
                    .sort(new BsonDocument("_id", new BsonInt32(1)))
                    .limit(MOST + 1)
                    .into(new ArrayList<>());
            refuseTooMany(found.size());
            fill(found, branch.target());
            return found;
        }

        private static Bson readable(RelationTree.Branch branch, Bson filter) {
            BsonDocument read = branch.grant().rows().read();
            return read.isEmpty() ? filter : Filters.and(read, filter);
        }

        private void attach(
                BsonDocument document, RelationTree.Branch branch, Map<Object, List<BsonDocument>> targets) {
            Relation relation = branch.relation();
            List<BsonValue> wanted = relation.owning()
                    ? relation.references(document)
                    : document.containsKey("_id") ? List.of(idOf(document)) : List.of();
            List<BsonDocument> found = wanted.stream()
                    .flatMap(id -> targets.getOrDefault(key(id), List.of()).stream())
                    .limit(relation.toMany() ? Long.MAX_VALUE : 1)
                    .toList();
            found.forEach(target -> embedded.merge(document, 1 + embeddedIn(target), Long::sum));
            List<BsonDocument> shown =
                    found.stream().map(target -> shown(branch, target)).toList();
            if (relation.toMany()) {
                embeddedOf(document).put(relation.name(), new BsonArray(shown));
            } else if (!shown.isEmpty()) {
                embeddedOf(document).put(relation.name(), shown.getFirst());
            }
        }

        /** Without what the caller may not see of it, but with what was embedded here. */
        private static BsonDocument shown(RelationTree.Branch branch, BsonDocument target) {
            if (!branch.grant().fields().areLimited()) {
                return target;
            }
            BsonDocument masked = new Mask(branch.grant().fields()).of(target);
            if (target.get(EMBEDDED) instanceof BsonDocument all) {
                branch.target().branches().stream()
                        .map(inner -> inner.relation().name())
                        .filter(all::containsKey)
                        .forEach(name -> embeddedOf(masked).put(name, all.get(name)));
            }
            return masked;
        }

        private static BsonDocument embeddedOf(BsonDocument document) {
            if (document.get(EMBEDDED) instanceof BsonDocument existing) {
                return existing;
            }
            var fresh = new BsonDocument();
            document.put(EMBEDDED, fresh);
            return fresh;
        }

        private static BsonValue idOf(BsonDocument document) {
            return Objects.requireNonNull(document.get("_id"));
        }
    }
}
