package dev.xylem.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of a client. <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">The protocol in the
 * manual</a>.
 *
 * @param isQuery in the old form, in which drivers say hello
 */
record Request(MessageReader message, boolean isQuery) {

    private static final int ID_AT = 4;
    private static final int OPERATION_AT = 12;
    private static final int FLAGS_AT = 16;
    private static final int CONTENT_AT = 20;

    private static final int CHECKSUM_PRESENT = 1;
    private static final int MORE_TO_COME = 1 << 1;

    /** Several replies to one message are allowed, and one is as good. */
    private static final int EXHAUST_ALLOWED = 1 << 16;

    private static final int KNOWN_FLAGS = CHECKSUM_PRESENT | MORE_TO_COME | EXHAUST_ALLOWED;

    /** @throws IOException when it is of an unknown kind */
    static Request of(MessageReader message) throws IOException {
        int operation = message.intAt(OPERATION_AT);
        boolean isQuery = operation == OpCode.OP_QUERY.getId();
        if (!isQuery && operation != OpCode.OP_MSG.getId()) {
            throw new IOException("a message of the kind " + operation);
        }
        Request request = new Request(message, isQuery);
        if (!isQuery && (request.flags() & ~KNOWN_FLAGS) != 0) {
            throw new IOException("message flags " + request.flags());
        }
        return request;
    }

    int length() {
        return message.length();
    }

    int id() throws IOException {
        return message.intAt(ID_AT);
    }

    private int flags() throws IOException {
        return message.intAt(FLAGS_AT);
    }

    boolean wantsReply() throws IOException {
        return isQuery || (flags() & MORE_TO_COME) == 0;
    }

    /**
     * Its command. Documents to insert stay the bytes that they are.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError when it holds a type of value that the engine does not know
     */
    Document command() throws IOException {
        return isQuery ? query() : sections();
    }

    private Document query() throws IOException {
        String namespace = name(CONTENT_AT);
        if (!namespace.endsWith(".$cmd")) {
            throw new IOException("a query in the old form");
        }
        int documentAt = CONTENT_AT + namespace.getBytes(UTF_8).length + 1 + 2 * Integer.BYTES;
        Document command = BsonReader.read(document(documentAt, length()));
        command.put("$db", namespace.substring(0, namespace.length() - ".$cmd".length()));
        return command;
    }

    private Document sections() throws IOException {
        int end = (flags() & CHECKSUM_PRESENT) == 0 ? length() : length() - Integer.BYTES;
        Document command = new Document();
        Document sequences = new Document();
        for (int at = CONTENT_AT; at < end; ) {
            boolean isBody = message.byteAt(at++) == MongoMessage.SECTION_KIND_BODY;
            int size = size(at, end);
            if (isBody) {
                command = BsonReader.read(document(at, end));
            } else {
                sequence(at, at + size, sequences);
            }
            at += size;
        }
        command.putAll(sequences);
        return command;
    }

    private void sequence(int start, int end, Document into) throws IOException {
        String name = name(start + Integer.BYTES);
        boolean inserts = name.equals("documents");
        List<Object> documents = new ArrayList<>();
        for (int at = start + Integer.BYTES + name.getBytes(UTF_8).length + 1; at < end; ) {
            byte[] document = document(at, end);
            documents.add(inserts ? new RawBson(document) : BsonReader.read(document));
            at += document.length;
        }
        into.put(name, documents);
    }

    private String name(int at) throws IOException {
        int end = at;
        while (message.byteAt(end) != 0) {
            end++;
        }
        return new String(message.copy(at, end - at), UTF_8);
    }

    private byte[] document(int at, int end) throws IOException {
        byte[] document = message.copy(at, size(at, end));
        TypeGate.check(document);
        return document;
    }

    private int size(int at, int end) throws IOException {
        int size = message.intAt(at);
        if (size < Integer.BYTES + 1 || size > end - at) {
            throw new IOException("a part of " + size + " bytes");
        }
        return size;
    }
}
