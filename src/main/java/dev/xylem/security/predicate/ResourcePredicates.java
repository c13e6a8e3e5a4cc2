package dev.xylem.security.predicate;

import dev.xylem.api.Namespace;
import dev.xylem.api.Resource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Predicates on what a path names, the same whatever mount it came through. */
final class ResourcePredicates {
    private ResourcePredicates() {}

    /** Exactly that resource, or with {@code /**} at the end that one and all below it. */
    static Predicate.Test resource(Arguments arguments) {
        List<String> paths = arguments.texts("path");
        Set<String> exact = paths.stream()
                .filter(path -> !path.endsWith("/**"))
                .map(PathPredicates::normal)
                .collect(Collectors.toUnmodifiableSet());
        String[] prefixes = paths.stream()
                .filter(path -> path.endsWith("/**"))
                .map(path -> PathPredicates.normal(path.substring(0, path.length() - 3)))
                .toArray(String[]::new);
        return facts -> {
            String path = facts.canonical();
            if (path.isEmpty()) {
                return Truth.NO;
            }
            if (exact.contains(path)) {
                return Truth.YES;
            }
            for (String prefix : prefixes) {
                if (PathPredicates.covers(prefix, path)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    /** The database and all in it. */
    static Predicate.Test database(Arguments arguments) {
        for (String name : arguments.texts("path")) {
            if (name.replaceAll("^/|/$", "").indexOf('/') >= 0) {
                throw arguments.expected(arguments.find("path").orElseThrow(), "the name of a database");
            }
        }
        Set<String> names = arguments.texts("path").stream()
                .map(name -> name.replaceAll("^/|/$", ""))
                .collect(Collectors.toUnmodifiableSet());
        return facts -> {
            String database = databaseOf(facts.request().resource());
            return Truth.of(database != null && names.contains(database));
        };
    }

    /** The collection and all in it. */
    static Predicate.Test collection(Arguments arguments) {
        Set<Namespace> namespaces = arguments.texts("path").stream()
                .map(path -> namespace(path, arguments))
                .collect(Collectors.toUnmodifiableSet());
        return facts -> {
            Namespace namespace = namespaceOf(facts.request().resource());
            return Truth.of(namespace != null && namespaces.contains(namespace));
        };
    }

    private static Namespace namespace(String path, Arguments arguments) {
        String[] parts = path.replaceAll("^/|/$", "").split("/", -1);
        if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
            throw arguments.expected(arguments.find("path").orElseThrow(), "a collection as database/collection");
        }
        return new Namespace(parts[0], parts[1]);
    }

    private static @Nullable String databaseOf(Resource resource) {
        return switch (resource) {
            case Resource.Database(String name) -> name;
            case Resource.Meta(Resource.Container of) -> databaseOf(of);
            case Resource.Size(Resource.Container of) -> databaseOf(of);
            default -> {
                Namespace namespace = namespaceOf(resource);
                yield namespace == null ? null : namespace.database();
            }
        };
    }

    private static @Nullable Namespace namespaceOf(Resource resource) {
        return switch (resource) {
            case Resource.Root _, Resource.Database _, Resource.Server _ -> null;
            case Resource.Collection(Namespace namespace) -> namespace;
            case Resource.Document(Namespace namespace, var _) -> namespace;
            case Resource.Documents(Namespace namespace) -> namespace;
            case Resource.Meta(Resource.Container of) -> namespaceOf(of);
            case Resource.Size(Resource.Container of) -> namespaceOf(of);
            case Resource.Indexes(Namespace namespace) -> namespace;
            case Resource.Index(Namespace namespace, var _) -> namespace;
            case Resource.Aggregation(Namespace namespace, var _) -> namespace;
            case Resource.Stream(Namespace namespace, var _) -> namespace;
        };
    }
}
