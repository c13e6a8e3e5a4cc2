package dev.xylem.response;

import dev.xylem.api.Format.JsonMode;
import dev.xylem.api.Mount;
import dev.xylem.plan.Relation;
import dev.xylem.plan.RelationTree;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** The links from a document to those that it is related to, the same as RESTHeart's but percent-encoded. */
final class RelationLinks {
    static final String LINKS = "_links";

    private final Mount mount;
    private final Links links;

    RelationLinks(Mount mount) {
        this.mount = mount;
        this.links = new Links(mount);
    }

    /** The document with its {@code _links}, and so for each that is embedded in it. */
    RawBsonDocument linked(RawBsonDocument document, RelationTree tree) {
        BsonDocument copy = document.decode(new BsonDocumentCodec());
        link(copy, tree);
        return new RawBsonDocument(copy, new BsonDocumentCodec());
    }

    private void link(BsonDocument document, RelationTree tree) {
        for (RelationTree.Branch branch : tree.branches()) {
            if (document.get("_embedded") instanceof BsonDocument embedded) {
                switch (embedded.get(branch.relation().name())) {
                    case BsonDocument target -> link(target, branch.target());
                    case BsonArray targets -> targets.forEach(target -> link(target.asDocument(), branch.target()));
                    case null, default -> {}
                }
            }
        }
        var all = new BsonDocument();
        tree.relations()
                .forEach(relation -> href(document, relation)
                        .ifPresent(href -> all.put(relation.name(), new BsonDocument("href", new BsonString(href)))));
        if (!all.isEmpty()) {
            document.put(LINKS, all);
        }
    }

    /** Empty when the document has no reference, or when the target can't be reached through this mount. */
    Optional<String> href(BsonDocument document, Relation relation) {
        if (!mount.shows(relation.target())) {
            return Optional.empty();
        }
        return relation.owning() ? owning(document, relation) : inverse(document, relation);
    }

    private Optional<String> owning(BsonDocument document, Relation relation) {
        List<BsonValue> ids = relation.references(document);
        if (ids.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                relation.toMany()
                        ? filtered(relation, "{'_id':{'$in':" + json(new BsonArray(ids)) + "}}")
                        : links.document(relation.target(), ids.getFirst()));
    }

    private Optional<String> inverse(BsonDocument document, Relation relation) {
        BsonValue id = document.get("_id");
        if (id == null) {
            return Optional.empty();
        }
        String field = json(new BsonString(relation.queryPath()));
        String value = relation.fromMany() ? "{'$elemMatch':{'$eq':" + json(id) + "}}" : json(id);
        return Optional.of(filtered(relation, "{" + field + ":" + value + "}"));
    }

    private String filtered(Relation relation, String filter) {
        return links.collection(relation.target()) + "?filter=" + Links.encode(filter);
    }

    /** JSON in single quotes, where the value itself has none. */
    private static String json(BsonValue value) {
        var out = new JsonOutput(64);
        DocumentWriter.of(JsonMode.DEFAULT).writeValue(value, out);
        String text = new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
        return text.indexOf('\'') < 0 && text.indexOf('\\') < 0 ? text.replace('"', '\'') : text;
    }
}
