package dev.xylem.security;

import dev.xylem.api.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All users there are: the first source that has an id decides about it. */
final class Users {
    private final List<UserSource> sources;

    Users(List<UserSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /** @throws ProblemException 503 when a source does not answer and no other has the user */
    Optional<User> find(String id) {
        ProblemException silent = null;
        for (UserSource source : sources) {
            try {
                Optional<User> found = source.find(id);
                if (found.isPresent()) {
                    return found;
                }
            } catch (ProblemException e) {
                silent = first(silent, e);
            }
        }
        if (silent != null) {
            throw silent;
        }
        return Optional.empty();
    }

    private static ProblemException first(@Nullable ProblemException one, ProblemException other) {
        return one == null ? other : one;
    }

    void forget(String id) {
        sources.forEach(source -> source.forget(id));
    }
}
