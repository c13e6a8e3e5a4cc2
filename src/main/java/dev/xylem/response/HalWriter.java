package dev.xylem.response;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Format.Hal;
import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import dev.xylem.plan.Pager;
import dev.xylem.plan.Result;
import dev.xylem.plan.StoredAggregations;
import java.util.List;
import java.util.OptionalLong;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.jspecify.annotations.Nullable;

/** HAL: members under {@code _embedded}, links under {@code _links}; compact, or full with every link. */
final class HalWriter extends BodyWriter {
    private final Links links;
    private final boolean full;

    HalWriter(ApiRequest request) {
        super(request);
        this.links = new Links(request.mount());
        this.full = request.format().hal() == Hal.FULL;
    }

    @Override
    void listing(Result.Listing listing) {
        boolean root = request.resource() instanceof Resource.Root;
        object(members -> {
            Counters.ofListing(request, listing, members);
            type(members, root ? "ROOT" : "DB");
            members.object(
                    "_embedded",
                    embedded -> embedded.array(
                            root ? "rh:db" : "rh:coll",
                            array -> listing.members()
                                    .forEach(member -> array.object(object -> member(object, member)))));
            pageLinks(members, listing.members().size(), OptionalLong.of(listing.size()), null);
        });
    }

    private void member(JsonMembers object, Result.Member member) {
        object.membersOf(member.properties(), member.name());
        boolean root = request.resource() instanceof Resource.Root;
        type(object, root ? "DB" : "COLLECTION");
        selfLink(object, root ? links.database(member.name()) : links.collection(inDatabase(member.name())));
    }

    private Namespace inDatabase(String collection) {
        return new Namespace(((Resource.Database) request.resource()).name(), collection);
    }

    @Override
    void page(Result.Page page) {
        object(members -> {
            Counters.ofPage(request, page, members);
            type(members, "COLLECTION");
            members.object(
                    "_embedded",
                    embedded -> embedded.array(
                            isSchemaStore() ? "rh:schema" : "rh:doc",
                            array -> page.documents().forEach(document -> embedded(array, document))));
            collectionLinks(members, page);
        });
    }

    @Override
    void members(Result.Members members) {
        object(all -> {
            all.number("_returned", members.documents().size());
            type(all, members.rel().equals("rh:index") ? "INDEXES" : "AGGREGATION");
            all.object(
                    "_embedded",
                    embedded -> embedded.array(
                            members.rel(), array -> members.documents().forEach(array::document)));
            memberLinks(all, members);
        });
    }

    private void memberLinks(JsonMembers all, Result.Members members) {
        switch (request.resource()) {
            case Resource.Aggregation _ -> pageLinks(all, members.documents().size(), OptionalLong.empty(), null);
            default -> selfLink(all, request.target());
        }
    }

    private boolean isSchemaStore() {
        return request.resource() instanceof Resource.Collection(Namespace namespace) && namespace.isSchemaStore();
    }

    private void embedded(JsonMembers array, RawBsonDocument document) {
        if (full) {
            array.object(object -> documentWithLinks(object, document));
        } else {
            array.document(document);
        }
    }

    @Override
    void document(RawBsonDocument document) {
        if (full) {
            object(object -> documentWithLinks(object, document));
        } else {
            documents.writeDocument(document, out);
        }
    }

    private void documentWithLinks(JsonMembers object, RawBsonDocument document) {
        BsonDocument related = document.get(RelationLinks.LINKS) instanceof BsonDocument all ? all : new BsonDocument();
        object.membersOf(related.isEmpty() ? document : without(document, RelationLinks.LINKS));
        type(object, "DOCUMENT");
        BsonValue id = document.get("_id");
        // a projection may have left the _id out, and then there is no address to give
        if (id != null || !related.isEmpty()) {
            object.object(RelationLinks.LINKS, all -> {
                if (id != null) {
                    link(all, "self", links.document(namespace(), id));
                }
                related.forEach(all::value);
            });
        }
    }

    private static RawBsonDocument without(RawBsonDocument document, String key) {
        BsonDocument copy = document.decode(new BsonDocumentCodec());
        copy.remove(key);
        return new RawBsonDocument(copy, new BsonDocumentCodec());
    }

    private Namespace namespace() {
        return switch (request.resource()) {
            case Resource.Collection(Namespace namespace) -> namespace;
            case Resource.Document(Namespace namespace, var _) -> namespace;
            case Resource.Documents(Namespace namespace) -> namespace;
            default -> throw new IllegalArgumentException("no documents there");
        };
    }

    private void type(JsonMembers members, String type) {
        if (full) {
            members.text("_type", type);
        }
    }

    private void selfLink(JsonMembers object, String href) {
        if (full) {
            object.object("_links", all -> link(all, "self", href));
        }
    }

    private void pageLinks(JsonMembers members, int returned, OptionalLong size, Pager.@Nullable Cursors cursors) {
        if (full) {
            members.object("_links", all -> {
                new PageLinks(request).write(returned, size, cursors, (rel, href) -> link(all, rel, href));
                parentLink(all);
            });
        }
    }

    /** Its aggregations are linked in compact HAL too. */
    private void collectionLinks(JsonMembers members, Result.Page page) {
        List<String> uris = page.properties() == null ? List.of() : StoredAggregations.uris(page.properties());
        if (!full && uris.isEmpty()) {
            return;
        }
        members.object("_links", all -> {
            if (full) {
                new PageLinks(request)
                        .write(
                                page.documents().size(),
                                page.size(),
                                page.cursors(),
                                (rel, href) -> link(all, rel, href));
                parentLink(all);
            }
            uris.forEach(uri -> link(all, uri, links.aggregation(namespace(), uri)));
        });
    }

    private void parentLink(JsonMembers all) {
        switch (request.resource()) {
            case Resource.Aggregation(Namespace namespace, var _) -> link(all, "rh:coll", links.collection(namespace));
            case Resource.Collection(Namespace namespace)
            when !isMountedAt(2) -> link(all, "rh:db", links.database(namespace.database()));
            case Resource.Database _ when !isMountedAt(1) -> link(all, "rh:root", links.container(new Resource.Root()));
            default -> {}
        }
    }

    /** True when the mount covers so many segments: what lies above is not reachable through it. */
    private boolean isMountedAt(int depth) {
        return request.mount().what().chars().filter(c -> c == '/').count() >= depth;
    }

    private static void link(JsonMembers all, String rel, String href) {
        all.object(rel, link -> link.text("href", href));
    }

    @Override
    void bulk(Result.BulkWritten written) {
        object(members -> members.object("_embedded", embedded -> {
            embedded.array(
                    "rh:result",
                    array -> array.object(result -> {
                        result.number("inserted", written.inserted());
                        counts(result, written);
                        newDocuments(request, written, result);
                    }));
            if (!written.failures().isEmpty()) {
                embedded.array("rh:error", errors -> failures(errors, written));
            }
        }));
    }

    @Override
    void imported(Result.Imported imported) {
        object(members -> members.object("_embedded", embedded -> {
            embedded.array("rh:result", array -> array.object(result -> counts(result, imported)));
            if (!imported.failures().isEmpty()) {
                embedded.array("rh:error", errors -> failures(errors, imported));
            }
        }));
    }

    /** The links to what a bulk write created; none when it created nothing. */
    static void newDocuments(ApiRequest request, Result.BulkWritten written, JsonMembers members) {
        if (!written.created().isEmpty() && request.resource() instanceof Resource.Collection(Namespace namespace)) {
            var links = new Links(request.mount());
            members.object(
                    "_links",
                    all -> all.array(
                            "rh:newdoc",
                            array -> written.created()
                                    .forEach(id ->
                                            array.object(link -> link.text("href", links.document(namespace, id))))));
        }
    }
}
