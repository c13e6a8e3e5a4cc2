package dev.xylem.response;

import dev.xylem.plan.Definitions;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Writes the members of one JSON object or the elements of one array, and the commas between them. */
final class JsonMembers {
    private final JsonOutput out;
    private final DocumentWriter writer;
    private boolean any;

    private JsonMembers(JsonOutput out, DocumentWriter writer) {
        this.out = out;
        this.writer = writer;
    }

    /** What happens between the brackets. */
    @FunctionalInterface
    interface Content {
        void write(JsonMembers members);
    }

    static void object(JsonOutput out, DocumentWriter writer, Content content) {
        enclosed('{', '}', new JsonMembers(out, writer), content);
    }

    static void array(JsonOutput out, DocumentWriter writer, Content content) {
        enclosed('[', ']', new JsonMembers(out, writer), content);
    }

    private static void enclosed(char open, char close, JsonMembers members, Content content) {
        members.out.ascii(open);
        content.write(members);
        members.out.ascii(close);
    }

    private void next() {
        if (any) {
            out.ascii(',');
        }
        any = true;
    }

    private void key(String name) {
        next();
        out.quoted(name);
        out.ascii(':');
    }

    void number(String name, long value) {
        key(name);
        out.number(value);
    }

    void text(String name, String value) {
        key(name);
        out.quoted(value);
    }

    void bool(String name, boolean value) {
        key(name);
        out.ascii(Boolean.toString(value));
    }

    void value(String name, BsonValue value) {
        key(name);
        writer.writeValue(value, out);
    }

    void object(String name, Content content) {
        key(name);
        object(out, writer, content);
    }

    void array(String name, Content content) {
        key(name);
        array(out, writer, content);
    }

    /** An element of an array: an object. */
    void object(Content content) {
        next();
        object(out, writer, content);
    }

    /** An element of an array: a string. */
    void text(String value) {
        next();
        out.quoted(value);
    }

    /** An element of an array: a document as it is. */
    void document(RawBsonDocument document) {
        next();
        writer.writeDocument(document, out);
    }

    /** All members of a document. */
    void membersOf(RawBsonDocument document) {
        copied(writer.writeMembers(document, separated()));
    }

    /** All properties of a database or collection, with another {@code _id} in front of them. */
    void membersOf(RawBsonDocument properties, String id) {
        text("_id", id);
        copied(writer.writeMembersWithoutId(Definitions.shown(properties), separated()));
    }

    private JsonOutput separated() {
        if (any) {
            out.ascii(',');
        }
        return out;
    }

    /** Takes the comma back when nothing came after it. */
    private void copied(boolean wrote) {
        if (!wrote && any) {
            out.truncate(out.length() - 1);
        }
        any |= wrote;
    }
}
