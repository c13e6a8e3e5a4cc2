package dev.xylem.api;

import java.util.Locale;
import java.util.Set;

/** A collection by its full name, both parts valid MongoDB names. */
public record Namespace(String database, String collection) {
    private static final Set<String> RESERVED_DATABASES = Set.of("admin", "config", "local");

    private static final String SCHEMAS = "_schemas";

    /** The collection, in each database, that holds its JSON schemas. */
    public static Namespace ofSchemas(String database) {
        return new Namespace(database, SCHEMAS);
    }

    public boolean isSchemaStore() {
        return collection.equals(SCHEMAS);
    }

    /** True for a database that is never served, whoever asks: MongoDB's own, and names that start with {@code _}. */
    public static boolean isReservedDatabase(String name) {
        return name.startsWith("_") || RESERVED_DATABASES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** True for a collection that is never served, whoever asks. */
    public static boolean isReservedCollection(String name) {
        return name.startsWith("_") || name.startsWith("system.") || name.endsWith(".chunks");
    }

    /** True for the files collection of a GridFS bucket, which is no ordinary collection. */
    public static boolean isBucket(String name) {
        return name.endsWith(".files");
    }

    @Override
    public String toString() {
        return database + "." + collection;
    }
}
