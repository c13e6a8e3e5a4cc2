package dev.xylem.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.MongoWireProtocolHandler;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.ClientRequest;
import de.bwaldvogel.mongo.wire.message.MessageHeader;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands off the wire. Documents to insert stay the bytes that they are. */
final class MessageDecoder extends MongoWireProtocolHandler {

    private static final int HEADER_BYTES = 16;
    private static final int OPCODE_AT = 12;
    private static final int CHECKSUM_PRESENT = 1;
    private static final int CHECKSUM_BYTES = 4;

    @Override
    protected @Nullable ClientRequest decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
        int start = in.readerIndex();
        if (in.readableBytes() < HEADER_BYTES || in.getIntLE(start + OPCODE_AT) != OpCode.OP_MSG.getId()) {
            return super.decode(context, in);
        }
        int length = in.getIntLE(start);
        if (length < HEADER_BYTES || length > MAX_MESSAGE_SIZE_BYTES) {
            throw new IOException("a message of " + length + " bytes");
        }
        if (in.readableBytes() < length) {
            return null;
        }
        ByteBuf message = in.readSlice(length);
        MessageHeader header = new MessageHeader(length, message.getIntLE(4), message.getIntLE(8));
        return new MongoMessage(context.channel(), header, command(message.skipBytes(HEADER_BYTES)));
    }

    private static Document command(ByteBuf message) throws IOException {
        int flags = message.readIntLE();
        if ((flags & ~CHECKSUM_PRESENT) != 0) {
            throw new IOException("message flags " + flags);
        }
        int end = (flags & CHECKSUM_PRESENT) == 0 ? 0 : CHECKSUM_BYTES;
        Document command = new Document();
        Document sequences = new Document();
        while (message.readableBytes() > end) {
            if (message.readByte() == MongoMessage.SECTION_KIND_BODY) {
                command = BsonReader.read(document(message));
            } else {
                sequence(message, sequences);
            }
        }
        command.putAll(sequences);
        return command;
    }

    private static void sequence(ByteBuf message, Document into) throws IOException {
        ByteBuf section = message.readSlice(message.getIntLE(message.readerIndex()));
        section.skipBytes(Integer.BYTES);
        int length = section.bytesBefore((byte) 0);
        String name = section.readCharSequence(length, UTF_8).toString();
        section.skipBytes(1);
        List<Object> documents = new ArrayList<>();
        while (section.isReadable()) {
            byte[] document = document(section);
            documents.add(name.equals("documents") ? new RawBson(document) : BsonReader.read(document));
        }
        into.put(name, documents);
    }

    private static byte[] document(ByteBuf in) throws IOException {
        int length = in.getIntLE(in.readerIndex());
        if (length < Integer.BYTES + 1 || length > in.readableBytes()) {
            throw new IOException("a document of " + length + " bytes");
        }
        byte[] document = new byte[length];
        in.readBytes(document);
        return document;
    }
}
