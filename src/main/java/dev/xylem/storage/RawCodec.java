package dev.xylem.storage;

import com.mongodb.MongoClientSettings;
import org.bson.AbstractBsonReader;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.RawBsonDocumentCodec;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BsonInput;
import org.bson.io.BsonInputMark;

/** Documents as the bytes of the answer they came in: one copy each, where the driver's codec makes three. */
final class RawCodec implements Codec<RawBsonDocument> {
    private final RawBsonDocumentCodec any = new RawBsonDocumentCodec();

    private RawCodec() {}

    /** The driver's own codecs for everything else. */
    static CodecRegistry registry() {
        return CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(new RawCodec()), MongoClientSettings.getDefaultCodecRegistry());
    }

    @Override
    public RawBsonDocument decode(BsonReader reader, DecoderContext context) {
        return reader instanceof BsonBinaryReader binary ? copy(binary) : any.decode(reader, context);
    }

    private static RawBsonDocument copy(BsonBinaryReader reader) {
        BsonInput input = reader.getBsonInput();
        BsonInputMark start = input.getMark(Integer.BYTES);
        byte[] bytes = new byte[input.readInt32()];
        start.reset();
        input.readBytes(bytes);
        if (reader.getState() == AbstractBsonReader.State.VALUE) {
            // Part of something larger: the reader has to know where it goes on.
            start.reset();
            reader.skipValue();
        }
        return new RawBsonDocument(bytes);
    }

    @Override
    public void encode(BsonWriter writer, RawBsonDocument document, EncoderContext context) {
        any.encode(writer, document, context);
    }

    @Override
    public Class<RawBsonDocument> getEncoderClass() {
        return RawBsonDocument.class;
    }
}
