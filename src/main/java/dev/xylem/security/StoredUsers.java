package dev.xylem.security;

import dev.xylem.config.MongoUsersSetting;
import dev.xylem.storage.MongoUsers;
import dev.xylem.storage.Store;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Users of a collection. Who has no password, or roles that are no texts, can't come in. */
final class StoredUsers implements UserSource {
    private final MongoUsersSetting setting;
    private final MongoUsers users;

    StoredUsers(Store store, MongoUsersSetting setting) {
        this.setting = setting;
        this.users = new MongoUsers(store, setting);
    }

    @Override
    public Optional<User> find(String id) {
        return users.find(id).flatMap(document -> user(id, document));
    }

    @Override
    public void forget(String id) {
        users.forget(id);
    }

    boolean isEmpty() {
        return users.isEmpty();
    }

    /** False when somebody else made it meanwhile. */
    boolean create(String id, String password, List<String> roles) {
        var document = new BsonDocument("_id", new BsonString(id));
        document.put(setting.idProperty(), new BsonString(id));
        document.put(setting.passwordProperty(), new BsonString(password));
        document.put(
                setting.rolesProperty(),
                new BsonArray(roles.stream().map(BsonString::new).toList()));
        return users.create(document);
    }

    private Optional<User> user(String id, BsonDocument document) {
        Optional<Set<String>> roles = roles(document);
        if (!(document.get(setting.passwordProperty()) instanceof BsonString password) || roles.isEmpty()) {
            return Optional.empty();
        }
        BsonDocument properties = document.clone();
        properties.remove(setting.passwordProperty());
        return Optional.of(new User(id, password.getValue(), roles.get(), properties));
    }

    /** {@code role} is the older spelling of {@code roles}. */
    private Optional<Set<String>> roles(BsonDocument document) {
        BsonValue stored = document.get(setting.rolesProperty());
        return names(stored == null && setting.rolesProperty().equals("roles") ? document.get("role") : stored);
    }

    private static Optional<Set<String>> names(@Nullable BsonValue stored) {
        return switch (stored) {
            case BsonString role -> Optional.of(Set.of(role.getValue()));
            case BsonArray roles
            when roles.stream().allMatch(BsonValue::isString) -> {
                Set<String> names = new HashSet<>();
                roles.forEach(role -> names.add(role.asString().getValue()));
                yield Optional.of(names);
            }
            case null, default -> Optional.empty();
        };
    }
}
