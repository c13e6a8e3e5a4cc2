package dev.xylem.security.jwt;

import java.security.Key;
import java.util.List;
import org.jose4j.jws.JsonWebSignature;

/** The keys that may have signed a token. */
interface JwtKeys {

    /**
     * Those that fit the token's algorithm and key id; the header's own keys and addresses are never looked at.
     *
     * @throws dev.xylem.api.ProblemException 503 when there are no keys yet
     */
    List<Key> of(JsonWebSignature token);
}
