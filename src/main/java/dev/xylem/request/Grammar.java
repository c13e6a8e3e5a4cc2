package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.Action.Mode;
import dev.xylem.api.Method;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The REST grammar: which resource serves which method, and what it means. */
final class Grammar {
    private Grammar() {}

    /** What the method asks of the resource; an array POSTed to a collection makes a bulk write of it later. */
    static Action actionOf(Resource resource, Method method) {
        return find(resource, method).orElseThrow(() -> notAllowed(resource, method.name()));
    }

    private static Optional<Action> find(Resource resource, Method method) {
        return Optional.ofNullable(
                switch (resource) {
                    case Resource.Root _ ->
                        switch (method) {
                            case GET -> new Action.ReadListing();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Database _ ->
                        switch (method) {
                            case GET -> new Action.ReadListing();
                            case PUT -> new Action.WriteProperties(Mode.REPLACE);
                            case PATCH -> new Action.WriteProperties(Mode.MERGE);
                            case DELETE -> new Action.Drop();
                            case POST, QUERY -> null;
                        };
                    case Resource.Collection _ ->
                        switch (method) {
                            case GET, QUERY -> new Action.ReadPage();
                            case PUT -> new Action.WriteProperties(Mode.REPLACE);
                            case PATCH -> new Action.WriteProperties(Mode.MERGE);
                            case POST -> new Action.WriteDocument(Mode.REPLACE);
                            case DELETE -> new Action.Drop();
                        };
                    case Resource.Document(var namespace, var _)
                    when namespace.isSchemaStore() ->
                        switch (method) {
                            case GET -> new Action.ReadDocument();
                            case PUT -> new Action.WriteDocument(Mode.REPLACE);
                            case DELETE -> new Action.DeleteDocument();
                            case PATCH, POST, QUERY -> null;
                        };
                    case Resource.Document _ ->
                        switch (method) {
                            case GET -> new Action.ReadDocument();
                            case PUT -> new Action.WriteDocument(Mode.REPLACE);
                            case PATCH -> new Action.WriteDocument(Mode.MERGE);
                            case DELETE -> new Action.DeleteDocument();
                            case POST, QUERY -> null;
                        };
                    case Resource.Documents _ ->
                        switch (method) {
                            case PATCH -> new Action.BulkPatch();
                            case DELETE -> new Action.BulkDelete();
                            case GET, PUT, POST, QUERY -> null;
                        };
                    case Resource.Meta _ ->
                        switch (method) {
                            case GET -> new Action.ReadMeta();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Size _ ->
                        switch (method) {
                            case GET -> new Action.ReadSize();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Indexes _ ->
                        switch (method) {
                            case GET -> new Action.ReadIndexes();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Index _ ->
                        switch (method) {
                            case GET -> new Action.ReadIndex();
                            case PUT -> new Action.WriteIndex();
                            case DELETE -> new Action.DropIndex();
                            case PATCH, POST, QUERY -> null;
                        };
                    case Resource.Aggregation _ ->
                        switch (method) {
                            case GET -> new Action.RunAggregation();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Stream _ ->
                        switch (method) {
                            case GET -> new Action.Watch(false, null, true);
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Users _ ->
                        switch (method) {
                            case GET, QUERY -> new Action.ReadPage();
                            case PUT, PATCH, POST, DELETE -> null;
                        };
                    case Resource.User _ ->
                        switch (method) {
                            case GET -> new Action.ReadDocument();
                            case PUT -> new Action.WriteDocument(Mode.REPLACE);
                            case PATCH -> new Action.WriteDocument(Mode.MERGE);
                            case DELETE -> new Action.DeleteDocument();
                            case POST, QUERY -> null;
                        };
                    case Resource.AccessExplanation _ ->
                        switch (method) {
                            case POST -> new Action.ExplainAccess();
                            case GET, PUT, PATCH, DELETE, QUERY -> null;
                        };
                    case Resource.Tickets _ ->
                        switch (method) {
                            case POST -> new Action.IssueTicket();
                            case GET, PUT, PATCH, DELETE, QUERY -> null;
                        };
                    case Resource.Roles _ ->
                        switch (method) {
                            case GET -> new Action.ReadRoles();
                            case PUT, PATCH, POST, DELETE, QUERY -> null;
                        };
                    case Resource.Tokens _ ->
                        switch (method) {
                            case GET -> new Action.ReadToken();
                            case DELETE -> new Action.RevokeTokens();
                            case PUT, PATCH, POST, QUERY -> null;
                        };
                });
    }

    /** 405 with the methods that the resource does serve. */
    static ProblemException notAllowed(Resource resource, String method) {
        String allow = allowed(resource);
        return Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This resource does not serve " + method + "; it serves " + allow + ".")
                .header("Allow", allow)
                .exception();
    }

    /** What OPTIONS asks of any resource. */
    static Action describe(Resource resource) {
        return new Action.Describe(allowed(resource));
    }

    private static String allowed(Resource resource) {
        String methods = Arrays.stream(Method.values())
                .filter(method -> find(resource, method).isPresent())
                .map(Method::name)
                .collect(Collectors.joining(", "));
        return methods.replace("GET", "GET, HEAD") + ", OPTIONS";
    }
}
