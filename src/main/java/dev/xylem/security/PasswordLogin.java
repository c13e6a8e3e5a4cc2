package dev.xylem.security;

import dev.xylem.security.password.Passwords;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Verifies passwords of stored users. Equal ones that come at the same time are verified once. */
final class PasswordLogin {
    private final Users users;
    private final Passwords passwords;
    private final Throttle throttle;
    private final VerifiedCredentials verified = new VerifiedCredentials();
    private final Map<ByteBuffer, CompletableFuture<Boolean>> underWay = new ConcurrentHashMap<>();

    PasswordLogin(Users users, Passwords passwords, Throttle throttle) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
    }

    /**
     * Who came in.
     *
     * @param fresh true when the password was verified now, not a moment ago
     */
    record Login(User user, boolean fresh) {}

    /**
     * Empty when the password is wrong or nobody has that id.
     *
     * @throws dev.xylem.api.ProblemException 429 or 503 when that is not found out now
     */
    Optional<Login> login(String id, String password, String address) {
        throttle.check(id, address);
        Optional<User> user = users.find(id);
        ByteBuffer credentials = verified.keyOf(id, password);
        if (user.isPresent() && verified.contains(credentials, user.get())) {
            return Optional.of(new Login(user.get(), false));
        }
        boolean right = once(credentials, () -> verify(id, user.orElse(null), password, address));
        if (!right || user.isEmpty()) {
            return Optional.empty();
        }
        verified.add(credentials, user.get());
        return Optional.of(new Login(user.get(), true));
    }

    private boolean verify(String id, @Nullable User user, String password, String address) {
        String stored = user == null ? null : user.password();
        boolean right = passwords.verify(stored, password, () -> throttle.check(id, address));
        if (right) {
            throttle.succeeded(id, address);
        } else {
            throttle.failed(id, address);
        }
        return right;
    }

    private interface Verification {
        boolean isRight();
    }

    private boolean once(ByteBuffer credentials, Verification verification) {
        var mine = new CompletableFuture<Boolean>();
        var others = underWay.putIfAbsent(credentials, mine);
        if (others != null) {
            return awaited(others);
        }
        try {
            boolean right = verification.isRight();
            mine.complete(right);
            return right;
        } catch (Throwable e) {
            mine.completeExceptionally(e);
            throw e;
        } finally {
            underWay.remove(credentials);
        }
    }

    private static boolean awaited(CompletableFuture<Boolean> others) {
        try {
            return others.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
