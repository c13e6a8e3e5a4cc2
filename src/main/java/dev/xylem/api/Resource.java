package dev.xylem.api;

import org.bson.BsonValue;

/**
 * What a path names: canonical, the same whatever mount or spelling it came through. Made only by {@code request.PathParser};
 * policy, planner and storage see nothing else of the path.
 */
public sealed interface Resource {

    /** What has members that can be listed and counted. */
    sealed interface Container extends Resource permits Root, Database, Collection {}

    /** {@code /} */
    record Root() implements Container {}

    /** {@code /db} */
    record Database(String name) implements Container {}

    /** {@code /db/coll} */
    record Collection(Namespace namespace) implements Container {}

    /** {@code /db/coll/id} */
    record Document(Namespace namespace, BsonValue id) implements Resource {}

    /** {@code /db/coll/*}, the documents that a filter selects. */
    record Documents(Namespace namespace) implements Resource {}

    /** {@code /db/_meta} and {@code /db/coll/_meta}, the properties alone; never of the root. */
    record Meta(Container of) implements Resource {}

    /** {@code _size} of the root, a database or a collection. */
    record Size(Container of) implements Resource {}

    /** {@code /db/coll/_indexes} */
    record Indexes(Namespace namespace) implements Resource {}

    /** {@code /db/coll/_indexes/name} */
    record Index(Namespace namespace, String name) implements Resource {}

    /** {@code /db/coll/_aggrs/uri}, a stored aggregation. */
    record Aggregation(Namespace namespace, String uri) implements Resource {}

    /** {@code /db/coll/_streams/uri}, a stored stream. */
    record Stream(Namespace namespace, String uri) implements Resource {}

    /** What the server itself has, outside every mount. */
    sealed interface Server extends Resource {}

    /** {@code /_logic/roles/user} */
    record Roles(String user) implements Server {}

    /** {@code /_users} */
    record Users() implements Server {}

    /** {@code /_users/id} */
    record User(String id) implements Server {}

    /** {@code /_authz/explain} */
    record AccessExplanation() implements Server {}
    /** {@code /_authtokens/user} */
    record Tokens(String user) implements Server {}

    /** {@code /_tickets} */
    record Tickets() implements Server {}
}
