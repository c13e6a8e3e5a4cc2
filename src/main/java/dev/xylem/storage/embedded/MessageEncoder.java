package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.IOException;
import java.io.OutputStream;

/** Replies onto the wire, each in the same buffer. Documents that were found are copied as the bytes that they are. */
final class MessageEncoder {

    /** A buffer that a large reply has left behind is not kept. */
    private static final int KEPT_BYTES = 256 * 1024;

    private static final int FIRST_BYTES = 4 * 1024;

    private Bytes out = new Bytes(FIRST_BYTES);
    private int sequence;

    void encode(Request request, Document reply) throws IOException {
        OpCode kind = request.isQuery() ? OpCode.OP_REPLY : OpCode.OP_MSG;
        out.clear().putInt(0).putInt(++sequence).putInt(request.id()).putInt(kind.getId());
        if (request.isQuery()) {
            // flags, cursor, where it starts, how many documents
            out.putInt(0).putLong(0).putInt(0).putInt(1);
        } else {
            out.putInt(0).put(MongoMessage.SECTION_KIND_BODY);
        }
        BsonWriter.write(reply, out);
        out.setInt(0, out.size());
    }

    void writeTo(OutputStream stream) throws IOException {
        stream.write(out.data(), 0, out.size());
        if (out.data().length > KEPT_BYTES) {
            out = new Bytes(FIRST_BYTES);
        }
    }
}
