package dev.xylem.security;

import dev.xylem.api.Caller;
import dev.xylem.api.Credentials;
import dev.xylem.api.StoredToken;
import dev.xylem.security.Identifier.Known;
import dev.xylem.security.password.Passwords;
import dev.xylem.security.token.Tokens;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** By user id and password, or a token in its place, of users whose records we read. */
final class BasicWay implements Identifier.Way {
    private final Users users;
    private final PasswordLogin passwords;
    private final @Nullable Tokens tokens;

    BasicWay(Users users, PasswordLogin passwords, @Nullable Tokens tokens) {
        this.users = users;
        this.passwords = passwords;
        this.tokens = tokens;
    }

    @Override
    public Optional<Known> identify(Credentials credentials, String address) {
        if (!(credentials instanceof Credentials.Basic(String id, String secret)) || !Passwords.isUsable(secret)) {
            return Optional.empty();
        }
        if (tokens != null && Tokens.isToken(secret)) {
            return byToken(tokens, id, secret);
        }
        return passwords.login(id, secret, address).map(login -> {
            Caller caller = login.user().caller();
            String print = login.user().print();
            return new Known(
                    tokens == null ? caller : tokens.issue(caller, print),
                    "password",
                    login.fresh(),
                    () -> unchanged(id, print));
        });
    }

    /** The password that was right is right as long as it is the same. */
    private Optional<Caller> unchanged(String id, String print) {
        return users.find(id).filter(now -> now.print().equals(print)).map(User::caller);
    }

    /** The record as it is now; a token that was issued to another password or other roles ends. */
    private Optional<Known> byToken(Tokens known, String id, String text) {
        Optional<StoredToken> token = known.use(id, text);
        if (token.isEmpty()) {
            return Optional.empty();
        }
        Optional<User> user = users.find(id);
        if (user.isEmpty() || !user.get().print().equals(token.get().print())) {
            known.revoke(id);
            return Optional.empty();
        }
        Caller caller = user.get().caller().with(known.shown(text, token.get()));
        return Optional.of(
                new Known(caller, "token", false, () -> byToken(known, id, text).map(Known::caller)));
    }
}
