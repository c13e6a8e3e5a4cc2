package dev.xylem.plan;

import static dev.xylem.api.ProblemType.TOO_DEEP;
import static dev.xylem.api.ProblemType.WRONG_BODY_SHAPE;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** Reads one operation of a JSON patch, and refuses with 400 what is wrong with it whatever the document. */
final class PatchReader {

    private final int index;
    private final BsonDocument operation;

    PatchReader(int index, BsonDocument operation) {
        this.index = index;
        this.operation = operation;
    }

    PatchOperation read() {
        return switch (text("op")) {
            case "add" -> new PatchOperation.Add(created("path"), value());
            case "remove" -> new PatchOperation.Remove(removed("path"));
            case "replace" -> new PatchOperation.Replace(written("path"), value());
            case "move" -> move(written("from"), created("path"));
            case "copy" -> new PatchOperation.Copy(site("from"), created("path"));
            case "test" -> new PatchOperation.Test(site("path"), given());
            default -> throw malformed("\"op\" is none of add, remove, replace, move, copy and test");
        };
    }

    private static PatchOperation move(PatchSite from, PatchSite path) {
        if (from.pointer().isAbove(path.pointer())) {
            throw path.malformed("a value can't move into itself");
        }
        return new PatchOperation.Move(from, path);
    }

    private String text(String member) {
        if (operation.get(member) instanceof BsonString text) {
            return text.getValue();
        }
        throw malformed("\"" + member + "\" must be a string");
    }

    private PatchSite site(String member) {
        var pointer = JsonPointer.parse(text(member))
                .orElseThrow(
                        () -> malformed("\"" + member + "\" is no JSON Pointer: /a/b, with ~1 for / and ~0 for ~"));
        var site = new PatchSite(index, pointer);
        if (pointer.depth() > StoredValue.DEEPEST) {
            throw site.refused(TOO_DEEP, "a document has at most " + StoredValue.DEEPEST + " levels");
        }
        return site;
    }

    private PatchSite written(String member) {
        var site = site(member);
        if (site.pointer().isReserved()) {
            throw site.malformed("names that start with _ belong to the server, _id and _etag among them");
        }
        return site;
    }

    private PatchSite created(String member) {
        var site = written(member);
        var pointer = site.pointer();
        if (pointer.depth() == 1) {
            FieldName.checkTop(pointer.last());
        } else if (!pointer.isRoot()) {
            FieldName.checkNested(pointer.parentPath(), pointer.last());
        }
        return site;
    }

    private PatchSite removed(String member) {
        var site = written(member);
        if (site.pointer().isRoot()) {
            throw site.malformed("the whole document can't be removed by a patch, only by DELETE");
        }
        return site;
    }

    private BsonValue value() {
        var path = site("path");
        var value = given();
        if (path.pointer().isRoot() && !value.isDocument()) {
            throw path.malformed("a document is an object");
        }
        StoredValue.check(path.pointer().path(), path.pointer().depth(), value);
        return value;
    }

    private BsonValue given() {
        var value = operation.get("value");
        if (value == null) {
            throw malformed("\"value\" is missing");
        }
        return value;
    }

    private ProblemException malformed(String why) {
        return Problem.of(WRONG_BODY_SHAPE, "Operation " + index + ": " + why + ".")
                .exception();
    }
}
