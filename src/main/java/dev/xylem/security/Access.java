package dev.xylem.security;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.xylem.api.AccessManager;
import dev.xylem.api.IdentityManager;
import dev.xylem.api.Namespace;
import dev.xylem.api.Revocation;
import dev.xylem.api.TokenStore;
import dev.xylem.config.AccessSettings;
import dev.xylem.config.IdentityFile;
import dev.xylem.config.PlugIn;
import dev.xylem.config.SettingsException;
import dev.xylem.config.TokenPlace;
import dev.xylem.plan.Accounts;
import dev.xylem.security.Identifier.Known;
import dev.xylem.security.jwt.JwtVerifier;
import dev.xylem.security.password.HashGate;
import dev.xylem.security.password.NewPasswords;
import dev.xylem.security.password.Passwords;
import dev.xylem.security.policy.FileWatch;
import dev.xylem.security.token.MemoryTokens;
import dev.xylem.security.token.SteadyClock;
import dev.xylem.security.token.Tokens;
import dev.xylem.storage.MongoTokens;
import dev.xylem.storage.Store;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Puts together, once, at start, what finds out who calls: the parts of {@code idm}, {@code jwt} and the tokens. */
public final class Access {
    private static final Logger LOG = Logger.getLogger(Access.class);
    private static final Set<String> OURS = Set.of("file", "mongo", "file-and-mongo");

    private final AccessSettings settings;
    private final Store store;
    private final Passwords passwords = new Passwords(new HashGate());
    private final Throttle throttle = new Throttle(Ticker.systemTicker());
    private final Audit audit;
    private final @Nullable Tokens tokens;
    private final List<Identifier.Way> ways = new ArrayList<>();
    private final List<Accounts.Place> accounts = new ArrayList<>();
    private Users users = new Users(List.of());

    /** @throws SettingsException when a conf-file or a key can't be used */
    public Access(AccessSettings settings, Store store, Onlooker onlooker) {
        this.settings = settings;
        this.store = store;
        this.audit = settings.audit().enabled() && !settings.isOpen()
                ? Audit.to(settings.audit().file(), onlooker)
                : Audit.silent(onlooker);
        this.tokens = settings.hasTokens()
                ? new Tokens(tokenStore(), settings.tokens().ttl(), SteadyClock.ofThisMachine())
                : null;
        settings.idm().ifPresent(this::add);
        settings.jwt()
                .map(JwtVerifier::new)
                .ifPresent(verifier -> ways.add((credentials, _) -> verifier.identify(credentials)
                        .map(caller -> new Known(caller, "bearer", false, () -> verifier.identify(credentials)))));
    }

    /** Reads every file that a start would read, and asks nobody. */
    public static void check(AccessSettings settings) {
        settings.idm()
                .filter(idm -> OURS.contains(idm.implementation()))
                .ifPresent(idm -> IdentityFile.read(confFile(idm), idm.implementation()));
        settings.jwt().ifPresent(JwtVerifier::new);
    }

    private TokenStore tokenStore() {
        return settings.tokens().place() == TokenPlace.MONGO ? new MongoTokens(store) : new MemoryTokens();
    }

    private void add(PlugIn idm) {
        if (OURS.contains(idm.implementation())) {
            addOurs(confFile(idm), idm.implementation());
        } else {
            IdentityManager manager = PlugIns.make(IdentityManager.class, idm, "idm.implementation-class");
            ways.add(new PlugInWay(manager, throttle, tokens));
        }
    }

    private static Path confFile(PlugIn idm) {
        return idm.confFile()
                .orElseThrow(
                        () -> SettingsException.at("idm.conf-file", "missing; expected the file that names the users"));
    }

    private void addOurs(Path file, String implementation) {
        var inFile = new FileUsers();
        var watch = new FileWatch(file, _ -> inFile.accept(IdentityFile.read(file, implementation)));
        IdentityFile read = IdentityFile.read(file, implementation);
        inFile.accept(read);
        read.remarks().forEach(remark -> LOG.warnf("%s: %s", file, remark));
        read.collections().stream()
                .map(setting -> new Accounts.Place(
                        new Namespace(setting.database(), setting.collection()),
                        setting.passwordProperty(),
                        setting.idProperty().equals("_id")))
                .forEach(accounts::add);
        List<StoredUsers> stored = read.collections().stream()
                .map(setting -> new StoredUsers(store, setting))
                .toList();
        users = new Users(
                Stream.<UserSource>concat(Stream.of(inFile), stored.stream()).toList());
        ways.add(new BasicWay(users, new PasswordLogin(users, passwords, throttle), tokens));
        watch.start();
        new FirstAdmin(inFile, stored, passwords).make();
    }

    public Identifier identifier() {
        return settings.isOpen() ? Identifier.open() : Identifier.of(ways, challenge(), audit);
    }

    /** @param configured what {@code access-manager} names; null where nothing is */
    public Authorizer authorizer(@Nullable AccessManager configured) {
        AccessManager manager =
                configured != null ? configured : settings.isOpen() ? new OpenAccess() : new KnownCallers();
        return new Authorizer(manager, challenge(), audit);
    }

    private Challenge challenge() {
        return settings.idm().isEmpty() && settings.jwt().isPresent() ? Challenge.BEARER : Challenge.BASIC;
    }

    /** The collections of users. */
    public Accounts accounts() {
        return new Accounts(accounts, new NewPasswords(passwords, settings.passwordStrength()));
    }

    /** How many tokens this process has issued. */
    public long tokensIssued() {
        return tokens == null ? 0 : tokens.issued();
    }

    /** How often all tokens of a user were ended. */
    public long tokensRevoked() {
        return tokens == null ? 0 : tokens.revocations();
    }

    public Revocation revocation() {
        return user -> {
            users.forget(user);
            if (tokens != null) {
                tokens.revoke(user);
            }
        };
    }
}
