package dev.xylem.security;

import java.util.Optional;

/** Where users are looked up by id. */
interface UserSource {

    /** @throws dev.xylem.api.ProblemException 503 when that cannot be known now */
    Optional<User> find(String id);

    /** What is remembered of the user is not believed any more. */
    void forget(String id);
}
