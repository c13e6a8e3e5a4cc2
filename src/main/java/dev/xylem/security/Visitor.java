package dev.xylem.security;

import dev.xylem.api.Caller;
import java.util.Optional;

/**
 * A caller who stays.
 *
 * @param caller when it came in
 * @param standing whether it could still come in
 */
public record Visitor(Caller caller, Standing standing) {
    static final Visitor STRANGER = new Visitor(Caller.STRANGER, () -> Optional.of(Caller.STRANGER));

    /** Asked again and again, for as long as the caller stays. */
    @FunctionalInterface
    public interface Standing {
        /**
         * The caller as it is now; empty when it may not come in any more, since its password, token or roles were changed or withdrawn.
         *
         * @throws dev.xylem.api.ProblemException when that can't be found out now
         */
        Optional<Caller> now();
    }
}
