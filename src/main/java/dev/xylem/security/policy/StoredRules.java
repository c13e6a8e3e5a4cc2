package dev.xylem.security.policy;

import dev.xylem.config.SettingsException;
import dev.xylem.storage.StoredDocuments;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNull;
import org.bson.BsonNumber;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Permissions in a collection, read again in the background. One that is wrong makes the whole set wrong, since leaving out a rule that
 * limits would open what it closes; then, and while the database does not answer, what was read last holds, for a minute at most.
 */
final class StoredRules {
    private static final Logger LOG = Logger.getLogger(StoredRules.class);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);
    private static final Set<String> KEYS =
            Set.of("role", "roles", "predicate", "priority", "mongo", "name", "description");

    private final StoredDocuments documents;
    private final StoredRulesSetting setting;
    private final Consumer<List<BsonDocument>> accept;
    private final Consumer<Boolean> stale;
    private @Nullable List<BsonDocument> last;
    private String complaint = "";
    private long answered = System.nanoTime() - LONGEST_SILENCE.toNanos();

    /**
     * @param accept throws a {@link SettingsException} for documents that are wrong
     * @param stale told after each look whether what was read last is too old to be used
     */
    StoredRules(
            StoredDocuments documents,
            StoredRulesSetting setting,
            Consumer<List<BsonDocument>> accept,
            Consumer<Boolean> stale) {
        this.documents = documents;
        this.setting = setting;
        this.accept = accept;
        this.stale = stale;
    }

    /** Looks once at once, if the database answers, and then in the background. */
    void start() {
        look();
        Thread.ofVirtual().name("permissions").start(() -> {
            while (sleep()) {
                look();
            }
        });
    }

    private boolean sleep() {
        try {
            Thread.sleep(setting.refresh());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void look() {
        try {
            List<BsonDocument> now = documents.all(setting.namespace());
            if (now.equals(last)) {
                answered = System.nanoTime();
                complaint = "";
            } else {
                refresh(now);
            }
        } catch (RuntimeException e) {
            complain("the permissions in " + setting.namespace() + " can't be read: "
                    + e.getClass().getSimpleName());
        }
        stale.accept(System.nanoTime() - answered >= LONGEST_SILENCE.toNanos());
    }

    private void refresh(List<BsonDocument> now) {
        try {
            accept.accept(now);
            last = now;
            complaint = "";
            answered = System.nanoTime();
        } catch (SettingsException e) {
            // A mistake, unlike silence, can wait: the last good rules go on to hold.
            answered = last == null ? answered : System.nanoTime();
            complain("the permissions in " + setting.namespace() + " are wrong; what was read before goes on to hold:\n"
                    + e.text());
        }
    }

    private void complain(String text) {
        if (!text.equals(complaint)) {
            LOG.error(text);
        }
        complaint = text;
    }

    /** @throws SettingsException when the document is no permission */
    static RuleText text(BsonDocument document) {
        String id = id(document.get("_id", BsonNull.VALUE));
        document.keySet().stream()
                .filter(key -> !key.startsWith("_") && !KEYS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw wrong(id, key + ": unknown key");
                });
        if (!(document.get("predicate") instanceof BsonString predicate)) {
            throw wrong(id, "predicate: expected a text");
        }
        BsonValue mongo = document.get("mongo", BsonNull.VALUE);
        if (!(mongo instanceof BsonDocument) && !(mongo instanceof BsonNull)) {
            throw wrong(id, "mongo: expected an object");
        }
        return new RuleText(
                id,
                id,
                roles(id, document),
                predicate.getValue(),
                offset -> id + ":" + (offset + 1),
                priority(id, document.get("priority", BsonNull.VALUE)),
                mongo instanceof BsonDocument given ? given : null);
    }

    private static List<String> roles(String id, BsonDocument document) {
        BsonValue given = document.containsKey("roles") ? document.get("roles") : document.get("role");
        List<BsonValue> values = given instanceof BsonArray array
                ? array
                : Stream.ofNullable(given).toList();
        if (values.isEmpty() || !values.stream().allMatch(BsonString.class::isInstance)) {
            throw wrong(id, "roles: expected the names of roles");
        }
        return values.stream().map(value -> value.asString().getValue()).toList();
    }

    private static OptionalInt priority(String id, BsonValue given) {
        return switch (given) {
            case BsonNull _ -> OptionalInt.empty();
            case BsonNumber number when number.doubleValue() == number.intValue() -> OptionalInt.of(number.intValue());
            default -> throw wrong(id, "priority: expected a whole number; lower is tried first");
        };
    }

    private static String id(BsonValue id) {
        return switch (id) {
            case BsonString text -> text.getValue();
            case BsonObjectId oid -> oid.getValue().toHexString();
            default -> id.toString();
        };
    }

    private static SettingsException wrong(String id, String text) {
        return SettingsException.of(List.of("permission " + id + ": " + text));
    }
}
