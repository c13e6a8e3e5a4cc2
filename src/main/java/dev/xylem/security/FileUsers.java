package dev.xylem.security;

import dev.xylem.config.FileUser;
import dev.xylem.config.IdentityFile;
import dev.xylem.security.password.StoredPassword;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Users of a YAML file, which is read again when it changes. */
final class FileUsers implements UserSource {
    private static final Logger LOG = Logger.getLogger(FileUsers.class);

    private volatile Map<String, User> users = Map.of();

    void accept(IdentityFile file) {
        users = file.users().stream()
                .map(FileUsers::user)
                .collect(Collectors.toUnmodifiableMap(User::id, Function.identity()));
        warn(file.users());
    }

    private static User user(FileUser user) {
        return new User(user.id(), user.password(), user.roles(), user.properties());
    }

    private static void warn(List<FileUser> users) {
        long plain = users.stream()
                .map(user -> StoredPassword.parse(user.password()))
                .filter(stored -> stored.orElse(null) instanceof StoredPassword.Plain)
                .count();
        if (plain > 0) {
            LOG.warnf(
                    "the passwords of %d file users are stored as they are: whoever reads the file has them. The command hash-password makes hashes",
                    plain);
        }
        users.stream()
                .filter(user -> StoredPassword.parse(user.password()).isEmpty())
                .forEach(user -> LOG.warnf(
                        "nobody comes in as %s (%s): the stored password is a hash of a kind that is not known here, malformed, or too costly",
                        user.id(), user.origin()));
    }

    boolean isEmpty() {
        return users.isEmpty();
    }

    @Override
    public Optional<User> find(String id) {
        return Optional.ofNullable(users.get(id));
    }

    @Override
    public void forget(String id) {
        // What the file says is known at once.
    }
}
