package dev.xylem.plan;

import static dev.xylem.api.ProblemType.ID_MISMATCH;

import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** A copy of a document, for one run of a JSON patch over it. */
final class PatchTarget {

    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

    private final BoundedCopy copies = new BoundedCopy();
    private final BsonDocument stored;
    private BsonDocument root;

    PatchTarget(BsonDocument stored) {
        this.stored = stored;
        this.root = BoundedCopy.whole(stored);
    }

    BsonDocument document() {
        return root;
    }

    void run(PatchOperation operation) {
        switch (operation) {
            case PatchOperation.Add(var path, var value) -> add(path, BoundedCopy.whole(value));
            case PatchOperation.Remove(var path) -> remove(path);
            case PatchOperation.Replace(var path, var value) -> replace(path, BoundedCopy.whole(value));
            case PatchOperation.Move(var from, var path) -> move(from, path);
            case PatchOperation.Copy(var from, var path) -> add(path, copies.of(get(from), path));
            case PatchOperation.Test(var path, var value) -> test(path, value);
        }
    }

    private void test(PatchSite path, BsonValue expected) {
        if (!SameValue.same(get(path), expected)) {
            throw path.notApplicable("the test fails");
        }
    }

    private void move(PatchSite from, PatchSite path) {
        var value = get(from);
        if (!from.pointer().equals(path.pointer())) {
            remove(from);
            BoundedCopy.checkDepth(value, path);
            add(path, value);
        }
    }

    private BsonValue get(PatchSite site) {
        return descend(site, site.pointer().tokens());
    }

    private BsonValue parent(PatchSite site) {
        return descend(site, site.pointer().tokens().subList(0, site.pointer().depth() - 1));
    }

    private BsonValue descend(PatchSite site, List<String> tokens) {
        BsonValue value = root;
        for (var token : tokens) {
            value = child(site, value, token);
        }
        return value;
    }

    private static BsonValue child(PatchSite site, BsonValue container, String token) {
        var child = switch (container) {
            case BsonDocument document -> document.get(token);
            case BsonArray array -> array.get(index(site, token, array.size() - 1));
            default -> null;
        };
        if (child == null) {
            throw site.notApplicable("there is no such place in the document");
        }
        return child;
    }

    private static int index(PatchSite site, String token, int last) {
        if (!INDEX.matcher(token).matches() || Integer.parseInt(token) > last) {
            throw site.notApplicable("the array has no such element");
        }
        return Integer.parseInt(token);
    }

    private void add(PatchSite site, BsonValue value) {
        if (site.pointer().isRoot()) {
            become(site, value);
            return;
        }
        var token = site.pointer().last();
        switch (parent(site)) {
            case BsonDocument document -> document.put(token, value);
            case BsonArray array when token.equals("-") -> array.add(value);
            case BsonArray array -> array.add(index(site, token, array.size()), value);
            default -> throw site.notApplicable("there is no such place in the document");
        }
    }

    private void remove(PatchSite site) {
        get(site);
        var token = site.pointer().last();
        if (parent(site) instanceof BsonArray array) {
            array.remove(Integer.parseInt(token));
        } else {
            parent(site).asDocument().remove(token);
        }
    }

    /** In place, so that a field keeps its position. */
    private void replace(PatchSite site, BsonValue value) {
        get(site);
        if (site.pointer().isRoot()) {
            become(site, value);
            return;
        }
        var token = site.pointer().last();
        if (parent(site) instanceof BsonArray array) {
            array.set(Integer.parseInt(token), value);
        } else {
            parent(site).asDocument().put(token, value);
        }
    }

    /** The whole document is replaced, all but its {@code _id}; an {@code _etag} in the value is ignored, as in any body. */
    private void become(PatchSite site, BsonValue value) {
        if (!(value instanceof BsonDocument fields)) {
            throw site.notApplicable("a document is an object");
        }
        var next = new BsonDocument();
        var id = stored.get("_id");
        if (id != null) {
            next.put("_id", id);
        }
        fields.forEach((name, field) -> become(site, next, name, field));
        root = next;
    }

    private static void become(PatchSite site, BsonDocument next, String name, BsonValue value) {
        if (!FieldName.isReserved(name)) {
            FieldName.checkTop(name);
            next.put(name, value);
        } else if (name.equals("_id")) {
            checkId(site, next, value);
        } else if (!name.equals(UpdateTranslator.ETAG)) {
            throw site.malformed("names that start with _ belong to the server");
        }
    }

    private static void checkId(PatchSite site, BsonDocument next, BsonValue id) {
        if (!id.equals(next.get("_id"))) {
            throw site.refused(ID_MISMATCH, "the _id of a document never changes");
        }
    }
}
