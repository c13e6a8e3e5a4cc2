package dev.xylem.storage.embedded;

import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/** Replies onto the wire. Documents that were found are copied as the bytes that they are. */
final class MessageEncoder extends MessageToByteEncoder<MongoMessage> {

    @Override
    protected void encode(ChannelHandlerContext context, MongoMessage message, ByteBuf out) {
        int start = out.writerIndex();
        out.writeIntLE(0);
        out.writeIntLE(message.getHeader().getRequestID());
        out.writeIntLE(message.getHeader().getResponseTo());
        out.writeIntLE(OpCode.OP_MSG.getId());
        out.writeIntLE(message.getFlags());
        out.writeByte(MongoMessage.SECTION_KIND_BODY);
        Bytes document = document(context, message);
        out.writeBytes(document.data(), 0, document.size());
        out.setIntLE(start, out.writerIndex() - start);
    }

    /** A client whose answer cannot be written must not wait for it. */
    private static Bytes document(ChannelHandlerContext context, MongoMessage message) {
        try {
            return BsonWriter.buffer(message.getDocument());
        } catch (RuntimeException e) {
            var _ = context.close();
            throw e;
        }
    }
}
