package dev.xylem.storage;

import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Documents as bytes, the form that results carry. */
final class Raw {
    static final RawBsonDocument EMPTY = of(new BsonDocument());

    private Raw() {}

    static RawBsonDocument of(BsonDocument document) {
        return document instanceof RawBsonDocument raw ? raw : new RawBsonDocument(document, new BsonDocumentCodec());
    }
}
