package dev.xylem.plan;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.FieldRules;
import dev.xylem.api.Grant;
import dev.xylem.api.Mount;
import dev.xylem.api.Namespace;
import dev.xylem.api.PasswordHashing;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.api.Resource;
import java.text.Normalizer;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The collections that hold users. Whoever reads them, the passwords stay hidden; whoever writes a password, its hash is what is stored.
 * The first of them whose users are found by {@code _id} is served as {@code /_users}, under whatever name it is stored.
 */
public final class Accounts {
    private final List<Place> places;
    private final PasswordHashing hashing;

    /**
     * @param password the property that holds it
     * @param byId true when a user's id is the {@code _id} of its document
     */
    public record Place(Namespace namespace, String password, boolean byId) {}

    public Accounts(List<Place> places, PasswordHashing hashing) {
        this.places = List.copyOf(places);
        this.hashing = hashing;
    }

    /** The catalog where those of these collections that only {@code /_users} reaches exist from the start: their first user makes them. */
    Catalog within(Catalog catalog) {
        return places.isEmpty() ? catalog : new WithAccounts(catalog, this);
    }

    /** True for one that no path of the data reaches, so that nobody could make it beforehand. */
    boolean make(Namespace namespace) {
        return Namespace.isReservedCollection(namespace.collection())
                && !at(namespace).isEmpty();
    }

    /** The request for the collection behind {@code /_users}, links leading back there. */
    ApiRequest located(ApiRequest request) {
        return switch (request.resource()) {
            case Resource.Users _ -> at(request, new Resource.Collection(first()));
            case Resource.User(String id) -> at(request, new Resource.Document(first(), new BsonString(checked(id))));
            default -> request;
        };
    }

    private static ApiRequest at(ApiRequest request, Resource resource) {
        Namespace namespace = switch (resource) {
            case Resource.Document(Namespace of, var _) -> of;
            case Resource.Collection(Namespace of) -> of;
            default -> throw new IllegalArgumentException("no users there");
        };
        String what = "/" + namespace.database() + "/" + namespace.collection();
        return request.at(resource, new Mount(what, "/_users"));
    }

    private Namespace first() {
        return places.stream()
                .filter(Place::byId)
                .findFirst()
                .orElseThrow(() -> Problem.of(
                                ProblemType.NO_SUCH_ROUTE,
                                "There is no collection of users by _id: the configuration names none (idm, dbim).")
                        .exception())
                .namespace();
    }

    /** A user id stands before the colon of Basic credentials, in paths and in logs. */
    private static String checked(String id) {
        boolean usable = id.length() <= 256
                && id.equals(id.strip())
                && Normalizer.isNormalized(id, Normalizer.Form.NFC)
                && id.chars().noneMatch(c -> c == ':' || c == '/' || c == '\\' || Character.isISOControl(c))
                && !id.startsWith("$")
                && !id.startsWith("_");
        if (!usable) {
            throw Problem.of(
                            ProblemType.INVALID_ID,
                            "A user id has at most 256 characters in Unicode's form NFC, no blanks around it, none of ':', '/', '\\', and starts with neither '$' nor '_'.")
                    .exception();
        }
        return id;
    }

    /** What any grant lets see of users: never their passwords, wherever it reaches. */
    Grant limited(ApiRequest request, Grant grant) {
        if (places.isEmpty()) {
            return grant;
        }
        Namespace namespace = namespaceOf(request.resource());
        return hiding(namespace, grant)
                .reaching(other -> grant.reach().reading(other).map(there -> hiding(other, there)));
    }

    private Grant hiding(@Nullable Namespace namespace, Grant grant) {
        FieldRules fields = grant.fields();
        for (Place place : at(namespace)) {
            fields = fields.hidingAssignable(place.password());
        }
        return new Grant(grant.rule(), grant.rows(), fields, grant.reach());
    }

    /** A collection may be configured more than once, with another property for each kind of user. */
    private List<Place> at(@Nullable Namespace namespace) {
        return places.isEmpty()
                ? places
                : places.stream()
                        .filter(place -> place.namespace().equals(namespace))
                        .toList();
    }

    private static @Nullable Namespace namespaceOf(Resource resource) {
        return switch (resource) {
            case Resource.Collection(Namespace namespace) -> namespace;
            case Resource.Document(Namespace namespace, var _) -> namespace;
            case Resource.Documents(Namespace namespace) -> namespace;
            case Resource.Aggregation(Namespace namespace, var _) -> namespace;
            case Resource.Stream(Namespace namespace, var _) -> namespace;
            case Resource.Size(Resource.Collection(Namespace namespace)) -> namespace;
            default -> null;
        };
    }

    /**
     * The request with a hash in place of each password.
     *
     * @throws ProblemException 400 for what is no password, 503 when too many are being hashed
     */
    ApiRequest hashed(ApiRequest request) {
        ApiRequest hashed = request;
        for (Place place : at(namespaceOf(request.resource()))) {
            hashed = hashed.with(hashed(hashed.body(), place.password(), userOf(request)));
        }
        return hashed;
    }

    /** The plan of a write, revoking what its user has. */
    Plan revoking(ApiRequest request, Plan plan) {
        boolean writes = !request.method().isSafe()
                && !at(namespaceOf(request.resource())).isEmpty();
        return writes && request.resource() instanceof Resource.Document(var _, BsonString id)
                ? new Plan.Revoking(plan, id.getValue())
                : plan;
    }

    private static String userOf(ApiRequest request) {
        return request.resource() instanceof Resource.Document(var _, BsonString id) ? id.getValue() : "";
    }

    private Body hashed(Body body, String password, String user) {
        return switch (body) {
            case Body.Single(var document) -> new Body.Single(hashed(document, password, user));
            case Body.MergePatch(var patch) -> new Body.MergePatch(replaced(patch, password, user));
            case Body.Many _, Body.Lines _ ->
                throw Problem.of(
                                ProblemType.WRONG_BODY_SHAPE,
                                "Users are written one at a time, since each password is hashed: the body must be an object.")
                        .exception();
            // which the gate lets change no password
            case Body.JsonPatch _, Body.Pipeline _, Body.None _, Body.Unread _ -> body;
        };
    }

    private BsonDocument hashed(BsonDocument document, String password, String user) {
        BsonDocument hashed = replaced(document, password, user);
        for (String operator : List.of("$set", "$setOnInsert")) {
            if (hashed.get(operator) instanceof BsonDocument fields) {
                hashed.put(operator, replaced(fields, password, user));
            }
        }
        return hashed;
    }

    private BsonDocument replaced(BsonDocument fields, String password, String user) {
        BsonValue given = fields.get(password);
        if (given == null) {
            return fields.clone();
        }
        if (!(given instanceof BsonString text) || text.getValue().isEmpty()) {
            throw Problem.of(ProblemType.WRONG_BODY_SHAPE, "A password is a text that is not empty.")
                    .with("path", password)
                    .exception();
        }
        return fields.clone().append(password, new BsonString(hashing.hash(text.getValue(), user)));
    }
}
