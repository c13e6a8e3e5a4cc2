package dev.xylem.response;

import dev.xylem.api.Format;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** The driver's own modes, as its JSON writer prints them. Slower than {@link JsonTranscoder}. */
final class DriverJsonWriter implements DocumentWriter {
    private static final String ID = "_id";
    private static final String BEFORE_VALUE = "{\"v\": ";

    private final JsonWriterSettings settings;

    private DriverJsonWriter(JsonMode mode) {
        settings = JsonWriterSettings.builder().outputMode(mode).build();
    }

    @SuppressWarnings("deprecation") // version 1 of Extended JSON is what strict means
    static DriverJsonWriter of(Format.JsonMode mode) {
        return switch (mode) {
            case STRICT -> new DriverJsonWriter(JsonMode.STRICT);
            case SHELL -> new DriverJsonWriter(JsonMode.SHELL);
            case RELAXED -> new DriverJsonWriter(JsonMode.RELAXED);
            case EXTENDED, DEFAULT -> new DriverJsonWriter(JsonMode.EXTENDED);
        };
    }

    @Override
    public void writeDocument(RawBsonDocument document, JsonOutput out) {
        out.utf8(document.toJson(settings));
    }

    @Override
    public boolean writeMembers(RawBsonDocument document, JsonOutput out) {
        return writeMembers((BsonDocument) document, out);
    }

    @Override
    public boolean writeMembersWithoutId(RawBsonDocument document, JsonOutput out) {
        var copy = document.decode(new BsonDocumentCodec());
        copy.remove(ID);
        return writeMembers(copy, out);
    }

    private boolean writeMembers(BsonDocument document, JsonOutput out) {
        String json = document.toJson(settings);
        out.utf8(json.substring(1, json.length() - 1));
        return !document.isEmpty();
    }

    @Override
    public void writeValue(BsonValue value, JsonOutput out) {
        String json = new BsonDocument("v", value).toJson(settings);
        out.utf8(json.substring(BEFORE_VALUE.length(), json.length() - 1));
    }
}
