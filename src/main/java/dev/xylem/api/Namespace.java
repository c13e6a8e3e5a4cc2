package dev.xylem.api;

/** A collection by its full name, both parts valid MongoDB names. */
public record Namespace(String database, String collection) {
    @Override
    public String toString() {
        return database + "." + collection;
    }
}
