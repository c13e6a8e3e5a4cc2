package dev.xylem.storage.embedded;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.nio.ByteOrder;
import org.bson.BsonBinaryWriter;
import org.bson.io.BasicOutputBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the stock engine and answers "not implemented" to values of the types that it would store as something else in
 * silence, or end the connection for.
 * <a href="https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/">The wire protocol in the manual</a>.
 */
final class TypeGate extends LengthFieldBasedFrameDecoder {
    private static final int MOST = 64 << 20;
    private static final int HEADER = 16;
    private static final int REQUEST_ID_AT = 4;
    private static final int OPERATION_AT = 12;
    private static final int MESSAGE = 2013;
    private static final int NOT_IMPLEMENTED = 238;

    TypeGate() {
        super(ByteOrder.LITTLE_ENDIAN, MOST, 0, Integer.BYTES, -Integer.BYTES, 0, true);
    }

    @Override
    protected @Nullable Object decode(ChannelHandlerContext context, ByteBuf in) throws Exception {
        if (!(super.decode(context, in) instanceof ByteBuf frame)) {
            return null;
        }
        if (frame.getIntLE(OPERATION_AT) != MESSAGE || new BsonScan(frame.duplicate()).holdsKnownTypesOnly()) {
            return frame;
        }
        var _ = context.writeAndFlush(refusal(context, frame.getIntLE(REQUEST_ID_AT)));
        frame.release();
        return null;
    }

    private static ByteBuf refusal(ChannelHandlerContext context, int requestId) {
        byte[] error = error();
        int length = HEADER + Integer.BYTES + 1 + error.length;
        ByteBuf reply = context.alloc().buffer(length);
        reply.writeIntLE(length).writeIntLE(0).writeIntLE(requestId).writeIntLE(MESSAGE);
        return reply.writeIntLE(0).writeByte(0).writeBytes(error);
    }

    private static byte[] error() {
        var bytes = new BasicOutputBuffer();
        try (var writer = new BsonBinaryWriter(bytes)) {
            writer.writeStartDocument();
            writer.writeDouble("ok", 0);
            writer.writeString("errmsg", "the embedded store does not know a type of value in this");
            writer.writeInt32("code", NOT_IMPLEMENTED);
            writer.writeString("codeName", "NotImplemented");
            writer.writeEndDocument();
        }
        return bytes.toByteArray();
    }

    /** Walks a message's documents without decoding them. */
    private record BsonScan(ByteBuf bytes) {
        private static final int CHECKSUM_PRESENT = 1;

        boolean holdsKnownTypesOnly() {
            bytes.skipBytes(HEADER);
            int checksum = (bytes.readIntLE() & CHECKSUM_PRESENT) == 0 ? 0 : Integer.BYTES;
            while (bytes.readableBytes() > checksum) {
                if (!(bytes.readByte() == 0 ? document() : sequence())) {
                    return false;
                }
            }
            return true;
        }

        private boolean sequence() {
            int end = bytes.readerIndex() + bytes.readIntLE();
            name();
            while (bytes.readerIndex() < end) {
                if (!document()) {
                    return false;
                }
            }
            return true;
        }

        private boolean document() {
            bytes.skipBytes(Integer.BYTES);
            for (int type = bytes.readByte(); type != 0; type = bytes.readByte()) {
                name();
                if (!value(type)) {
                    return false;
                }
            }
            return true;
        }

        private void name() {
            bytes.skipBytes(bytes.bytesBefore((byte) 0) + 1);
        }

        private boolean value(int type) {
            return switch (type) {
                case 0x03, 0x04 -> document();
                case 0x05 -> skip(bytes.readIntLE() + 1);
                case 0x02, 0x0D -> skip(bytes.readIntLE());
                case 0x01, 0x09, 0x11, 0x12 -> skip(Long.BYTES);
                case 0x07 -> skip(12);
                case 0x08 -> skip(1);
                case 0x0A, 0x7F, -1 -> true;
                case 0x0B -> {
                    name();
                    name();
                    yield true;
                }
                case 0x10 -> skip(Integer.BYTES);
                case 0x13 -> skip(16);
                // undefined, DBPointer, symbol, code with scope
                default -> false;
            };
        }

        private boolean skip(int length) {
            bytes.skipBytes(length);
            return true;
        }
    }
}
