package dev.xylem.security.policy;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.config.SettingsException;
import dev.xylem.security.predicate.Truth;
import dev.xylem.storage.StoredDocuments;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.jboss.logging.Logger;

/**
 * Decides by the rules of a file, of a collection, or of both. What has changed there is in force within seconds; what is wrong there
 * changes nothing.
 */
public final class PolicyManager implements AccessManager {
    private static final Logger LOG = Logger.getLogger(PolicyManager.class);
    private static final Decision.Deny STALE =
            new Decision.Deny("the permissions in the database can't be read", "unreadable");

    private final Path file;
    private final boolean ownRules;
    private final boolean storedRules;
    private final RequestSketch sketch;

    private PolicyFile read;
    private List<RuleText> stored = List.of();
    private volatile Policy policy;
    private volatile boolean stale;

    private PolicyManager(Path file, String kind, RequestSketch sketch) {
        this.file = file;
        this.ownRules = !kind.equals("mongo");
        this.storedRules = !kind.equals("file");
        this.sketch = sketch;
        this.read = PolicyFile.read(file, PolicyFile.bytes(file), ownRules, storedRules);
        this.policy = checked(read);
    }

    /**
     * Reads the file and runs its tests.
     *
     * @param kind {@code file}, {@code mongo} or {@code file-and-mongo}
     * @throws SettingsException when something is wrong with it
     */
    public static PolicyManager of(Path file, String kind, RequestSketch sketch) {
        return new PolicyManager(file, kind, sketch);
    }

    /** Follows what changes, until the process ends. */
    public PolicyManager follow(StoredDocuments documents) {
        watch().start();
        if (storedRules) {
            stale = true;
            read.stored()
                    .ifPresent(
                            setting -> new StoredRules(documents, setting, this::accept, now -> stale = now).start());
        }
        return this;
    }

    FileWatch watch() {
        return new FileWatch(file, this::reread);
    }

    private void reread(byte[] bytes) {
        PolicyFile changed = PolicyFile.read(file, bytes, ownRules, storedRules);
        checked(changed);
        synchronized (this) {
            policy = compiled(changed, stored);
            read = changed;
        }
    }

    /** The file's own rules, tested. */
    private Policy checked(PolicyFile candidate) {
        var faults = new Faults();
        Policy own = RuleCompiler.compile(candidate.rules(), faults);
        faults.throwIfAny();
        PolicyTests.run(own, candidate.tests(), sketch, faults);
        faults.throwIfAny();
        return own;
    }

    private static Policy compiled(PolicyFile file, List<RuleText> stored) {
        var all = new ArrayList<>(file.rules());
        all.addAll(stored);
        var faults = new Faults();
        Policy policy = RuleCompiler.compile(all, faults);
        faults.throwIfAny();
        return policy;
    }

    private synchronized void accept(List<BsonDocument> documents) {
        List<RuleText> texts = documents.stream().map(StoredRules::text).toList();
        policy = compiled(read, texts);
        stored = texts;
        LOG.infof("%d permissions were read from the database", texts.size());
    }

    @Override
    public Decision decide(ApiRequest request) {
        return stale ? STALE : policy.decide(request);
    }

    @Override
    public Optional<Decision.Deny> denial(ApiRequest head) {
        return stale ? Optional.of(STALE) : policy.denial(head);
    }

    @Override
    public Set<String> parameters() {
        return policy.parameters();
    }

    /** The rules that a request meets, up to the one that decides. */
    public BsonArray tried(ApiRequest request) {
        return new BsonArray(policy.trace(request).stream()
                .map(tried -> new BsonDocument(
                                "rule", new BsonString(tried.rule().id()))
                        .append("role", new BsonString(tried.role()))
                        .append("predicate", new BsonString(tried.rule().text()))
                        .append("matched", BsonBoolean.valueOf(tried.truth() == Truth.YES))
                        .append("reason", new BsonString(tried.reason())))
                .toList());
    }
}
