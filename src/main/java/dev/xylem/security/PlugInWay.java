package dev.xylem.security;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.IdentityManager;
import dev.xylem.api.StoredToken;
import dev.xylem.security.Identifier.Known;
import dev.xylem.security.token.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By an identity manager that is not ours, and the tokens that it led to. */
final class PlugInWay implements Identifier.Way {
    private final IdentityManager manager;
    private final Throttle throttle;
    private final @Nullable Tokens tokens;

    PlugInWay(IdentityManager manager, Throttle throttle, @Nullable Tokens tokens) {
        this.manager = manager;
        this.throttle = throttle;
        this.tokens = tokens;
    }

    @Override
    public Optional<Known> identify(Credentials credentials, String address) {
        return switch (credentials) {
            case Credentials.Basic(String user, String secret)
            when tokens != null && Tokens.isToken(secret) -> byToken(tokens, user, secret);
            case Credentials.Basic basic -> basic(basic, address);
            default ->
                manager.identify(credentials)
                        .map(caller -> new Known(caller, "plug-in", false, () -> manager.identify(credentials)));
        };
    }

    private Optional<Known> basic(Credentials.Basic basic, String address) {
        throttle.check(basic.user(), address);
        Optional<Caller> caller = manager.identify(basic);
        if (caller.isEmpty()) {
            throttle.failed(basic.user(), address);
        } else {
            throttle.succeeded(basic.user(), address);
        }
        return caller.map(known -> new Known(
                tokens == null || known.user() == null ? known : tokens.issue(known, ""),
                "password",
                true,
                () -> manager.identify(basic)));
    }

    private static Optional<Known> byToken(Tokens tokens, String user, String text) {
        return tokens.use(user, text)
                .map(token -> new Known(
                        caller(tokens, text, token),
                        "token",
                        false,
                        () -> byToken(tokens, user, text).map(Known::caller)));
    }

    private static Caller caller(Tokens tokens, String text, StoredToken token) {
        return new Caller(token.user(), token.roles(), token.properties(), tokens.shown(text, token));
    }
}
