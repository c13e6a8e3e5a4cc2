package dev.xylem.api;

import java.time.Instant;
import java.util.Optional;

/** Plug-in point: keeps tokens, by their hashes only. Each method may throw a {@link ProblemException} when the store does not answer. */
public interface TokenStore {

    /** Keeps one more, and the newest {@code most} of its user's only. */
    void put(StoredToken token, int most);

    /** The user's token of that hash; one that has ended may be found still. */
    Optional<StoredToken> find(String user, String hash);

    /** It was used: it ends later. Nothing happens when it is not there any more. */
    void prolong(String user, String hash, Instant until);

    /** From now on none of the user's tokens is found. */
    void removeAll(String user);

    /** True when others may remove what this process has put: what is found there is not believed for long. */
    boolean isShared();
}
