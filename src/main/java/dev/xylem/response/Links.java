package dev.xylem.response;

import dev.xylem.api.Format.JsonMode;
import dev.xylem.api.Mount;
import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonMaxKey;
import org.bson.BsonMinKey;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.types.ObjectId;

/** Absolute paths, without host, that lead back to resources through the mount that a request came through. */
final class Links {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~@:,!";

    private final Mount mount;

    Links(Mount mount) {
        this.mount = mount;
    }

    String database(String name) {
        return path(List.of(name));
    }

    String collection(Namespace namespace) {
        return path(List.of(namespace.database(), namespace.collection()));
    }

    String aggregation(Namespace namespace, String uri) {
        return path(List.of(namespace.database(), namespace.collection(), "_aggrs", uri));
    }

    String container(Resource.Container container) {
        return switch (container) {
            case Resource.Root _ -> path(List.of());
            case Resource.Database(String name) -> database(name);
            case Resource.Collection(Namespace namespace) -> collection(namespace);
        };
    }

    /** The document's path; for an id that no path can spell, the collection's with a filter. */
    String document(Namespace namespace, BsonValue id) {
        return switch (id) {
            case BsonObjectId oid -> inPath(namespace, oid.getValue().toHexString());
            case BsonString text when !hasPathForm(text.getValue()) -> byFilter(namespace, id);
            case BsonString text
            when ObjectId.isValid(text.getValue()) -> inPath(namespace, text.getValue()) + "?id_type=STRING";
            case BsonString text -> inPath(namespace, text.getValue());
            case BsonInt32 number -> inPath(namespace, Integer.toString(number.getValue())) + "?id_type=NUMBER";
            case BsonInt64 number -> inPath(namespace, Long.toString(number.getValue())) + "?id_type=NUMBER";
            case BsonDouble number
            when Double.isFinite(number.getValue()) ->
                inPath(namespace, Double.toString(number.getValue())) + "?id_type=NUMBER";
            case BsonDateTime date -> inPath(namespace, Long.toString(date.getValue())) + "?id_type=DATE";
            case BsonBoolean bool -> inPath(namespace, "_" + bool.getValue());
            case BsonNull _ -> inPath(namespace, "_null");
            case BsonMinKey _ -> inPath(namespace, "_MinKey");
            case BsonMaxKey _ -> inPath(namespace, "_MaxKey");
            default -> byFilter(namespace, id);
        };
    }

    private static boolean hasPathForm(String id) {
        return !id.isEmpty()
                && !id.startsWith("_")
                && !id.equals("*")
                && !id.equals(".")
                && !id.equals("..")
                && id.chars().noneMatch(Character::isISOControl);
    }

    private String inPath(Namespace namespace, String id) {
        return path(List.of(namespace.database(), namespace.collection(), id));
    }

    private String byFilter(Namespace namespace, BsonValue id) {
        var filter = new JsonOutput(64);
        JsonMembers.object(filter, DocumentWriter.of(JsonMode.DEFAULT), members -> members.value("_id", id));
        return collection(namespace) + "?filter="
                + encode(new String(filter.array(), 0, filter.length(), StandardCharsets.UTF_8));
    }

    private String path(List<String> canonical) {
        int covered = split(mount.what()).size();
        List<String> rest = canonical.subList(Math.min(covered, canonical.size()), canonical.size());
        String path = split(mount.where()).stream().map(Links::slashed).collect(Collectors.joining())
                + rest.stream().map(Links::slashed).collect(Collectors.joining());
        return path.isEmpty() ? "/" : path;
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    }

    private static String slashed(String segment) {
        return "/" + encode(segment);
    }

    /** Percent-encoding of UTF-8 (RFC 3986, section 2), stricter than needed so that no program reads it differently. */
    static String encode(String text) {
        var encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && UNRESERVED.indexOf(b) >= 0) {
                encoded.append((char) b);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(b >> 4 & 0xF, 16)))
                        .append(Character.toUpperCase(Character.forDigit(b & 0xF, 16)));
            }
        }
        return encoded.toString();
    }
}
